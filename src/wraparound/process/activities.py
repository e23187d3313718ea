"""The activities of the practice: what each is, who takes part, and whether the record shows it."""

from __future__ import annotations

import functools
from enum import Enum
from importlib import resources

import attrs

from wraparound.errors import PolicyUnknown
from wraparound.model.enrollment import Phase
from wraparound.model.findings import Confidence
from wraparound.policy.document import Section
from wraparound.policy.predicates import Answer, Context, Facts, Node, answer, read_node
from wraparound.policy.reading import read_policy_file
from wraparound.process.evidence import facts_of_stay
from wraparound.process.stay import Stay


class Shown(Enum):
    """Whether the record shows that an activity was done."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    UNKNOWN = "unknown"
    """The record does not tell."""


@attrs.frozen(kw_only=True)
class Activity:
    """One activity of the practice.

    Attributes:
        code: Its code in the national model, such as ``1.1a``.
        phase: The phase that it belongs to.
        title: What is done.
        confidence: Whether it was seen in a public copy of the model.
        produces: What comes of it.
        who: Who takes part.
        evidence: What shows in the record that it was done.
    """

    code: str
    phase: Phase
    title: str
    confidence: Confidence
    produces: tuple[str, ...]
    who: tuple[str, ...]
    evidence: Node = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class ActivityReading:
    """What the record shows of an activity.

    Attributes:
        activity: The activity.
        shown: Whether it was done.
        missing: What must be known for an answer.
        answer: The tree of reasons.
    """

    activity: Activity
    shown: Shown
    missing: tuple[str, ...] = ()
    answer: Answer = attrs.field(repr=False)


@functools.cache
def load_activities() -> tuple[Activity, ...]:
    """Return every activity, in the order of the model.

    Raises:
        PolicyInvalid: The packaged file has faults.
    """
    file = resources.files("wraparound.process").joinpath("activities.yaml")
    return read_policy_file(file.read_bytes(), file.name, _activities)


def activity_named(code: str) -> Activity:
    """Return the activity with a code.

    Raises:
        PolicyUnknown: There is none.
    """
    known = {each.code: each for each in load_activities()}
    if code not in known:
        raise PolicyUnknown(code, known, what="activity")
    return known[code]


def read_activities(stay: Stay, *codes: str) -> tuple[ActivityReading, ...]:
    """Return what the record shows of activities.

    Args:
        stay: The stay.
        codes: Their codes; all of them where none is given.

    Raises:
        PolicyUnknown: There is no activity with one of the codes.
    """
    asked = tuple(map(activity_named, codes)) or load_activities()
    context = Context(facts=Facts(held=facts_of_stay(stay), as_of=stay.as_of))
    return tuple(_read(each, context) for each in asked)


def _read(activity: Activity, context: Context) -> ActivityReading:
    found = answer(activity.evidence, context)
    shown = {True: Shown.SHOWN, False: Shown.NOT_SHOWN, None: Shown.UNKNOWN}[found.value]
    return ActivityReading(activity=activity, shown=shown, missing=found.missing, answer=found)


def _activities(file: Section) -> tuple[Activity, ...]:
    file.text("source")
    listed = file.raw("activities")
    return tuple(
        _activity(Section.of(entry, f"activities[{place}]", file.faults))
        for place, entry in enumerate(listed if isinstance(listed, list) else [])
    )


def _activity(entry: Section) -> Activity:
    code = entry.text("code")
    evidence = entry.section("evidence") or Section.of(None, entry.at("evidence"), entry.faults)
    activity = Activity(
        code=code,
        phase=entry.choice("phase", Phase),
        title=entry.text("title"),
        confidence=entry.choice("confidence", Confidence),
        produces=entry.texts("produces"),
        who=entry.texts("who"),
        evidence=read_node(evidence, code),
    )
    entry.finish()
    return activity
