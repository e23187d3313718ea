"""Running scenarios: facts and expected findings, answered by the ordinary review of a chart.

A scenario file is YAML or JSON with a list under ``vectors``. Each scenario passes or fails with a
difference that a person can read; a file that is not one of scenarios is an error, and so is a
scenario that is malformed. Nothing is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import attrs

from wraparound.conflict import compare, review_conflicts
from wraparound.errors import (
    FactsInvalid,
    Fault,
    PolicyInvalid,
    PolicyUnknown,
    WraparoundError,
    did_you_mean,
)
from wraparound.model.findings import ClearRecord, Review, UnweighedTie
from wraparound.policy import Overlay, Pack, PayerPack, Policy, choose_policy
from wraparound.policy.program_pack import ProgramPack
from wraparound.policy.rule_sets import RuleSets
from wraparound.testing.eligibility_answers import DIFFERENCES, Aside
from wraparound.testing.process_answers import SHOWN
from wraparound.testing.process_scenarios import process_differences
from wraparound.testing.scenario_differences import unlike_findings, unlike_rows
from wraparound.testing.scenario_files import scenario_files, scenarios_of
from wraparound.testing.scenario_rows import Row
from wraparound.testing.scenario_shape import scenario_faults
from wraparound.testing.scenarios import scenario_chart, scenario_overlays

CONFLICT = "conflict"
"""The kind of a scenario that names none."""

_KNOWN = frozenset(
    {
        *("id", "kind", "title", "why", "difficulty", "tags", "packs", "overlays", "as_of"),
        *("known_as_of", "skip", "facts", "expect", "absent", "expect_clear", "expect_reviews"),
        *("expect_error", "what_if", "expect_diff"),
    }
)
_KINDS = (CONFLICT, *SHOWN, *DIFFERENCES)
_NEEDED = ("id", "packs", "as_of", "facts")
_KNOWN_OF_PROCESS = frozenset({"id", "kind", "title", "why", "tags", "given", "expect"})
_NEEDED_OF_PROCESS = ("id", "given", "expect")


class Verdict(Enum):
    """What came of a scenario."""

    PASSED = "passed"
    FAILED = "failed"
    MALFORMED = "malformed"
    """It cannot be run as it is written."""


@attrs.frozen(kw_only=True)
class Ran:
    """One scenario that was run.

    Attributes:
        file: The file.
        id: What the scenario is called; its place in the file where it has no name.
        title: What it shows.
        verdict: What came of it.
        differences: What is unlike what was expected, or what is wrong with it, in words.
    """

    file: str
    id: str
    title: str = ""
    verdict: Verdict
    differences: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class ScenarioReport:
    """What came of scenarios.

    Attributes:
        ran: Every scenario, file by file.
        errors: Files that are not ones of scenarios, each with what is wrong.
        left_alone: Files that say of themselves that they are something else: a JSON Schema, a
            pack, a case that scenarios share, a README; and hidden files and folders. Any other
            text is an error.
    """

    ran: tuple[Ran, ...] = ()
    errors: tuple[Fault, ...] = ()
    left_alone: tuple[str, ...] = ()

    @property
    def passed(self) -> tuple[Ran, ...]:
        """The scenarios that passed."""
        return tuple(each for each in self.ran if each.verdict is Verdict.PASSED)

    @property
    def failed(self) -> tuple[Ran, ...]:
        """The scenarios that failed, or could not be run."""
        return tuple(each for each in self.ran if each.verdict is not Verdict.PASSED)

    @property
    def good(self) -> bool:
        """Whether at least one scenario ran, all passed, and every file was one of scenarios."""
        return bool(self.ran) and not self.failed and not self.errors


def run_scenarios(
    paths: Sequence[Path],
    *,
    packs: Mapping[str, Pack] | None = None,
    overlays: Sequence[Overlay] = (),
    programs: Mapping[str, ProgramPack] | None = None,
    rule_sets: RuleSets | None = None,
    payers: Mapping[str, PayerPack] | None = None,
    told: Callable[[str], None] = lambda _: None,
) -> ScenarioReport:
    """Run every scenario of files and folders.

    Args:
        paths: Files, and folders that are searched through.
        packs: Policy packs besides the library's own, by their ids.
        overlays: Changes to packs besides those of each scenario, which come after them.
        programs: Program packs besides the library's own, by their ids.
        rule_sets: Sets of rules about who qualifies, besides the library's own.
        payers: Packs of payer routes, besides the library's own, by their ids.
        told: Told of each file as it is begun.
    """
    ran: list[Ran] = []
    aside = Aside(rule_sets=rule_sets, payers=payers)
    errors: list[Fault] = []
    left_alone: list[str] = []
    for path in paths:
        for file in scenario_files(path, errors, left_alone):
            told(str(file))
            scenarios = scenarios_of(file, errors, left_alone)
            ran += (
                _run(file, place, scenario, _answer(file, packs, overlays, programs, aside))
                for place, scenario in enumerate(scenarios)
            )
    twice = {each.id for each in ran if sum(other.id == each.id for other in ran) > 1}
    errors += [
        Fault("", f"two scenarios are called {name}; each needs a name of its own")
        for name in sorted(twice)
    ]
    return ScenarioReport(ran=tuple(ran), errors=tuple(errors), left_alone=tuple(left_alone))


def differences_of(
    scenario: Mapping[str, Any],
    *,
    packs: Mapping[str, Pack] | None = None,
    overlays: Sequence[Overlay] = (),
) -> list[str]:
    """Return what the review says of a scenario that is unlike what is expected, in words.

    Args:
        scenario: Facts and expected findings.
        packs: Policy packs besides the library's own, by their ids.
        overlays: Changes to packs besides those of the scenario, which come after them.
    """
    wanted = scenario.get("expect_error")
    try:
        policy = choose_policy(
            scenario["packs"],
            overlays=(*overlays, *scenario_overlays(scenario.get("overlays", ()))),
            packs=packs or {},
        )
        review = _review(scenario["facts"], scenario, policy)
    except PolicyUnknown as error:
        return _unless_error(wanted, "unknown_pack", error)
    except PolicyInvalid as error:
        return _unless_error(wanted, error.faults[0].message, error)
    except FactsInvalid as error:
        return _unless_error(wanted, error.code, error)
    if wanted is not None:
        return [f"expected the error {wanted}, and there was none"]
    found = [
        *unlike_findings(review.findings, scenario["expect"], scenario),
        *(
            f"must not be raised, and is: {each.rule}"
            for each in review.findings
            if each.rule in scenario.get("absent", ())
        ),
        *unlike_rows("question", _questions(review), scenario.get("expect_reviews", [])),
    ]
    if "expect_clear" in scenario:
        found += unlike_rows("clear record", _clear(review), scenario["expect_clear"])
    if "what_if" in scenario:
        found += _what_if(review, scenario, policy)
    return found


_Answer = Callable[[Mapping[str, Any]], list[str]]
"""What answers a scenario: how the answer is unlike what is expected, in words."""


def _answer(
    file: Path,
    packs: Mapping[str, Pack] | None,
    overlays: Sequence[Overlay],
    programs: Mapping[str, ProgramPack] | None,
    aside: Aside,
) -> _Answer:
    def answered(scenario: Mapping[str, Any]) -> list[str]:
        kind = scenario.get("kind", CONFLICT)
        if kind == CONFLICT:
            return differences_of(scenario, packs=packs, overlays=overlays)
        if kind in DIFFERENCES:
            return DIFFERENCES[kind](scenario, aside)
        return process_differences(kind, scenario, file=file, packs=programs)

    return answered


def _run(file: Path, place: int, scenario: object, answer: _Answer) -> Ran:
    faults = list(_malformed(scenario))
    name = scenario.get("id") if isinstance(scenario, Mapping) else None
    named = name if isinstance(name, str) and name else f"vectors[{place}]"
    title = scenario.get("title", "") if isinstance(scenario, Mapping) else ""
    verdict, differences = Verdict.MALFORMED, faults
    if not faults and isinstance(scenario, Mapping):
        try:
            differences = answer(scenario)
            verdict = Verdict.FAILED if differences else Verdict.PASSED
        except WraparoundError as error:
            differences = [f"the facts cannot be told as records: {error}"]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            differences = [_in_words(error)]
    return Ran(
        file=str(file),
        id=named,
        title=str(title),
        verdict=verdict,
        differences=tuple(differences),
    )


def _in_words(error: Exception) -> str:
    """Return what is malformed, where nothing looked for it beforehand."""
    if isinstance(error, KeyError):
        return f"what is given or expected lacks {error.args[0]!r}"
    if isinstance(error, ValueError) and not isinstance(error, UnicodeError):
        return f"what is given or expected cannot be read: {error}"
    return "what is given or expected has another shape than scenarios of this kind have"


def _malformed(scenario: object) -> Iterator[str]:
    if not isinstance(scenario, Mapping):
        yield "must be a mapping"
        return
    kind = scenario.get("kind", CONFLICT)
    if kind not in _KINDS:
        near = did_you_mean(str(kind), _KINDS)
        yield f"nothing answers scenarios of the kind {kind!r}" + (f"; {near}" if near else "")
        return
    known, needed = (
        (_KNOWN, _NEEDED) if kind == CONFLICT else (_KNOWN_OF_PROCESS, _NEEDED_OF_PROCESS)
    )
    for name in sorted(map(str, scenario.keys() - known)):
        near = did_you_mean(name, known)
        yield f"{name} is not a key of a scenario" + (f"; {near}" if near else "")
    for name in needed:
        if name not in scenario:
            yield f"{name} must be given"
    if kind != CONFLICT:
        return
    if ("expect" in scenario) == ("expect_error" in scenario):
        yield "either expect or expect_error must be given"
    if ("what_if" in scenario) != ("expect_diff" in scenario):
        yield "what_if and expect_diff belong together"
    yield from scenario_faults(scenario)


def _review(facts: Mapping[str, Any], scenario: Mapping[str, Any], policy: Policy) -> Review:
    known = scenario.get("known_as_of")
    return review_conflicts(
        scenario_chart(facts, as_of=date.fromisoformat(scenario["as_of"])),
        policy=policy,
        known_as_of=None if known is None else date.fromisoformat(known),
    )


def _unless_error(wanted: str | None, found: str, error: WraparoundError) -> list[str]:
    if wanted is None:
        said = "; ".join(line.strip() for line in str(error).splitlines())
        return [f"there was the error {found.partition(':')[0]}: {said}"]
    return [] if found.startswith(wanted) else [f"expected the error {wanted}, and it is {found}"]


def _questions(review: Review) -> list[Row]:
    return [{"kind": each.kind.value, "ids": list(each.ids)} for each in review.questions]


def _clear(review: Review) -> list[Row]:
    """Return whom the specification calls clear: also those of whom no pack weighs the tie.

    It tells what the packs asked find (section 7). A review tells the two apart.
    """
    told: list[ClearRecord | UnweighedTie] = [*review.clear, *review.unweighed]
    told.sort(key=lambda each: (each.plan, each.holder, each.counterparty))
    return [
        {
            "disposition": "clear",
            "plan": each.plan,
            "holder": each.holder,
            "counterparty": each.counterparty,
            "relied_on": list(each.relied_on),
        }
        for each in told
    ]


def _what_if(review: Review, scenario: Mapping[str, Any], policy: Policy) -> list[str]:
    change = scenario["what_if"]
    removed = change.get("remove", ())
    facts = {
        kind: [row for row in rows if row["id"] not in removed]
        for kind, rows in scenario["facts"].items()
    }
    for kind, rows in change.get("add", {}).items():
        facts[kind] = [*facts.get(kind, ()), *rows]
    changed = {**scenario, "as_of": change.get("as_of", scenario["as_of"])}
    difference = compare(review, _review(facts, changed, policy))
    expected = scenario["expect_diff"]
    return [
        *(
            f"added, {each}"
            for each in unlike_findings(difference.added, expected["added"], scenario)
        ),
        *(
            f"removed, {each}"
            for each in unlike_findings(difference.removed, expected["removed"], scenario)
        ),
    ]
