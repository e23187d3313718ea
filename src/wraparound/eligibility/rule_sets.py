"""The sets of rules that come with the library, read once in a process and when asked for."""

from __future__ import annotations

import functools
from importlib import resources

from wraparound.policy.rule_sets import RuleSets, by_name, read_rule_sets


@functools.cache
def load_rule_sets() -> RuleSets:
    """Return the packaged sets of rules by name.

    Raises:
        PolicyInvalid: A packaged file has faults.
    """
    files = sorted(
        resources.files("wraparound.eligibility").joinpath("rules").iterdir(),
        key=lambda each: each.name,
    )
    return by_name(
        each
        for file in files
        if file.name.endswith(".yaml")
        for each in read_rule_sets(file.read_bytes(), source=file.name)
    )
