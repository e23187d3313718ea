"""The packs of states, as the installed plugins bring them."""

from __future__ import annotations

from wraparound.policy import ProgramPolicy, choose_program
from wraparound.program import assemble_hooks, known_criteria, plugin_packs, plugin_programs

HOOKS, _ = assemble_hooks()
PACKS = plugin_packs(HOOKS)
PROGRAMS = plugin_programs(HOOKS)
EVERY_RULE = known_criteria(HOOKS)
"""The sets of rules of the library, and those of its plugins."""


def program_of(name: str) -> ProgramPolicy:
    """What a program goes by, whichever state it is of."""
    return choose_program(name, packs=PROGRAMS)
