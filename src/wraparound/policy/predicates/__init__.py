"""Questions about facts as data, answered in three values: yes, no, and not known."""

from __future__ import annotations

from wraparound.policy.predicates.answers import Answer, Context, all_of, answer, host_answer
from wraparound.policy.predicates.facts import ABSENT, Fact, Facts, put_fact
from wraparound.policy.predicates.nodes import Node
from wraparound.policy.predicates.reading import read_node

__all__ = [
    "ABSENT",
    "Answer",
    "Context",
    "Fact",
    "Facts",
    "Node",
    "all_of",
    "answer",
    "host_answer",
    "put_fact",
    "read_node",
]
