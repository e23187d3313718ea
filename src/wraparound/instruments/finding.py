"""What a check of an assessment finds, with what each finding says and what can be done."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import Enum
from importlib import resources
from types import MappingProxyType

import attrs

from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file


class Weight(Enum):
    """How much a finding asks for."""

    FAULT = "fault"
    """Something is surely wrong."""
    UNKNOWN = "unknown"
    """It cannot be told, because something is not recorded."""
    NOTE = "note"
    """Something to look at."""


@attrs.frozen(kw_only=True)
class ScoreRule:
    """What one code stands for.

    Attributes:
        code: The code.
        weight: How much its findings ask for.
        title: What it is about.
        message: What it says, with places for what it is about.
        hint: What to do.
        source: Where it comes from.
    """

    code: str
    weight: Weight
    title: str
    message: str
    hint: str
    source: str


@attrs.frozen(kw_only=True)
class ScoreFinding:
    """One thing about an assessment for people to look at.

    It holds codes and limits, and no rating or score.

    Attributes:
        code: Which rule found it.
        path: Where in the record, such as ``items.anxiety``.
        params: What the message speaks of.
    """

    code: str
    path: str
    params: Mapping[str, str] = MappingProxyType({})

    @property
    def rule(self) -> ScoreRule:
        """What the code stands for."""
        return load_score_rules()[self.code]

    @property
    def weight(self) -> Weight:
        """How much it asks for."""
        return self.rule.weight

    @property
    def message(self) -> str:
        """What it says."""
        return self.rule.message.format_map(self.params)


@functools.cache
def load_score_rules() -> Mapping[str, ScoreRule]:
    """Return every rule by its code, in the order of the file.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files("wraparound.instruments").joinpath("findings.yaml")
    return read_policy_file(file.read_bytes(), file.name, _rules)


def _rules(file: Section) -> Mapping[str, ScoreRule]:
    return MappingProxyType({each.code: each for each in map(_rule, file.listed("findings"))})


def _rule(entry: Section) -> ScoreRule:
    rule = ScoreRule(
        code=entry.text("code"),
        weight=entry.choice("weight", Weight),
        title=entry.text("title"),
        message=entry.text("message"),
        hint=entry.text("hint"),
        source=entry.text("source"),
    )
    entry.finish()
    return rule
