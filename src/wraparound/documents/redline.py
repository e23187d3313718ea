"""What changed between two versions of a plan, in words: for the team and for the family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from enum import Enum
from html import escape
from typing import Any, Final

import attrs

from wraparound.model.crisis import CrisisPlan
from wraparound.model.outcome import Measure
from wraparound.model.plan import Plan
from wraparound.model.planned_service import PlannedService, ServiceStatus
from wraparound.model.terms import Unknown
from wraparound.process.stay import Stay


class ChangeKind(Enum):
    """What became of a part of a plan."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    MOVED = "moved"
    """It answers another need, or carries another strategy."""
    OWNER = "owner"
    """Somebody else does it."""
    DATE = "date"
    STATUS = "status"
    CHANGED = "changed"


@attrs.frozen(kw_only=True)
class PlanChange:
    """One thing that is different.

    Attributes:
        kind: What became of it.
        part: The part of the plan, such as ``need``.
        id: The part's id; empty for the plan as a whole.
        what: Which of its fields; empty where the whole part came or went.
        before: What it was.
        after: What it is.
    """

    kind: ChangeKind
    part: str
    id: str = ""
    what: str = ""
    before: str = attrs.field(default="", repr=False)
    after: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Redline:
    """Everything that is different between two versions of a plan.

    Attributes:
        before: The id of the older version.
        after: The id of the newer one.
        reason: Why it was changed, in the plan's own words.
        did_not_work: The strategies that were changed because they did not work.
        changes: The differences, in the order of the plan.
    """

    before: str
    after: str
    reason: str = attrs.field(default="", repr=False)
    did_not_work: tuple[str, ...] = ()
    changes: tuple[PlanChange, ...] = ()

    def in_words(self, called: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return the differences as sentences.

        Args:
            called: What to call people and parts of the plan, by their ids, as ``called_in`` tells
                it; by their ids where it is left out.
        """
        return tuple(_sentence(each, called or {}) for each in self.changes)

    def as_html(self, called: Mapping[str, str] | None = None) -> str:
        """Return the differences as a part of a page: what went struck out, what came marked.

        Words say the same beside the marks, so that nobody needs to see them.

        Args:
            called: What to call people and parts of the plan, by their ids.
        """
        known = called or {}
        rows = "".join(f"<li>{_marked(each, known)}</li>" for each in self.changes)
        reason = f"<p>Why: {escape(self.reason)}</p>" if self.reason else ""
        failed = ", ".join(known.get(each, each) for each in self.did_not_work)
        reason += f"<p>What did not work: {escape(failed)}</p>" if failed else ""
        body = f"<ul>{rows}</ul>" if rows else "<p>Nothing is different.</p>"
        return f'<section aria-label="What changed in the plan">{reason}{body}</section>'

    def _repr_html_(self) -> str:
        """Return what a notebook shows: how much changed, and no words of the family."""
        counts: dict[str, int] = {}
        for each in self.changes:
            counts[each.kind.value] = counts.get(each.kind.value, 0) + 1
        told = ", ".join(f"{count} {kind}" for kind, count in counts.items()) or "nothing"
        return f"<p>From {escape(self.before)} to {escape(self.after)}: {told}.</p>"


@attrs.frozen
class _Field:
    """One field that is compared.

    Attributes:
        name: What it is called.
        kind: What a difference of it is.
        read: What reads it, as text.
    """

    name: str
    kind: ChangeKind
    read: Callable[[Any], str]  # Any: a part of the kind that the table names


def redline(before: Plan, after: Plan) -> Redline:
    """Return what is different between two versions of a plan.

    Parts are told apart by their ids, so that a need that was moved or reworded is the same need.

    Args:
        before: The older version.
        after: The newer one.
    """
    return Redline(
        before=before.id,
        after=after.id,
        reason=after.change_reason,
        did_not_work=after.did_not_work,
        changes=(
            *_fields("plan", "", before, after, _PLAN),
            *(change for part in _PARTS for change in _parts(part, before, after)),
            *_crisis(before.crisis_plan, after.crisis_plan),
        ),
    )


def _parts(part: str, before: Plan, after: Plan) -> Iterator[PlanChange]:
    listed, fields = _PARTS[part]
    old = {each.id: each for each in getattr(before, listed)}
    new = {each.id: each for each in getattr(after, listed)}
    for name, each in new.items():
        if name not in old:
            yield PlanChange(kind=ChangeKind.ADDED, part=part, id=name, after=fields[0].read(each))
        else:
            yield from _fields(part, name, old[name], each, fields)
    for name, each in old.items():
        if name not in new:
            gone = fields[0].read(each)
            yield PlanChange(kind=ChangeKind.REMOVED, part=part, id=name, before=gone)


def _fields(
    part: str, name: str, old: object, new: object, fields: Iterable[_Field]
) -> Iterator[PlanChange]:
    for field in fields:
        was, now = field.read(old), field.read(new)
        if was != now:
            yield PlanChange(
                kind=field.kind, part=part, id=name, what=field.name, before=was, after=now
            )


def _crisis(before: CrisisPlan | None, after: CrisisPlan | None) -> Iterator[PlanChange]:
    if before is None and after is not None:
        yield PlanChange(kind=ChangeKind.ADDED, part="crisis plan")
    elif before is not None and after is None:
        yield PlanChange(kind=ChangeKind.REMOVED, part="crisis plan")
    elif before is not None:
        yield from _fields("crisis plan", "", before, after, _CRISIS)


def _text(name: str) -> Callable[[Any], str]:
    return lambda part: _said(getattr(part, name))


def _said(value: object) -> str:
    if isinstance(value, Measure):
        amount = _said(value.value) or value.words
        return " by ".join(filter(None, (amount, _said(value.on))))
    if isinstance(value, tuple):
        return "; ".join(filter(None, (_said(getattr(each, "text", each)) for each in value)))
    match value:
        case None | Unknown():
            return ""
        case Enum():
            return str(value.value).replace("_", " ")
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return str(value)


def _latest(service: PlannedService) -> ServiceStatus | None:
    return service.spans[-1].status if service.spans else None


def _step_owner(step: Any) -> str:
    return _said(step.responsible) or _said(step.responsible_words)


_REWORDED, _CHANGED = ChangeKind.REWORDED, ChangeKind.CHANGED
_PLAN: Final = (
    _Field("vision", _REWORDED, _text("vision")),
    _Field("mission", _REWORDED, _text("mission")),
    _Field("ground rules", _CHANGED, _text("ground_rules")),
    _Field("status", ChangeKind.STATUS, _text("status")),
)
_CRISIS: Final = (
    _Field("what a crisis is", _REWORDED, _text("family_definition")),
    _Field("triggers", _CHANGED, _text("triggers")),
    _Field("early signs", _CHANGED, _text("early_signs")),
    _Field("prevention", _CHANGED, _text("prevention_steps")),
    _Field("response", _CHANGED, _text("response_steps")),
    _Field("what not to do", _CHANGED, _text("not_to_do")),
    _Field("24-hour line", _CHANGED, _text("line_24h")),
)
_PARTS: Final[Mapping[str, tuple[str, tuple[_Field, ...]]]] = {
    "strength": (
        "strengths",
        (
            _Field("wording", _REWORDED, _text("description")),
            _Field("what it does", _REWORDED, _text("function")),
        ),
    ),
    "need": (
        "needs",
        (
            _Field("wording", _REWORDED, _text("statement")),
            _Field("priority", _CHANGED, _text("priority")),
            _Field("owner", ChangeKind.OWNER, _text("owner")),
            _Field("part of life", _CHANGED, _text("domain")),
            _Field("status", ChangeKind.STATUS, _text("status")),
        ),
    ),
    "outcome": (
        "outcomes",
        (
            _Field("wording", _REWORDED, _text("statement")),
            _Field("need", ChangeKind.MOVED, _text("need")),
            _Field("target", _CHANGED, _text("target")),
            _Field("status", ChangeKind.STATUS, _text("status")),
        ),
    ),
    "strategy": (
        "strategies",
        (
            _Field("wording", _REWORDED, _text("text")),
            _Field("need", ChangeKind.MOVED, _text("need")),
            _Field("strengths", _CHANGED, _text("strengths")),
            _Field("status", ChangeKind.STATUS, _text("status")),
        ),
    ),
    "step": (
        "steps",
        (
            _Field("wording", _REWORDED, _text("what")),
            _Field("strategy", ChangeKind.MOVED, _text("strategy")),
            _Field("owner", ChangeKind.OWNER, _step_owner),
            _Field("due", ChangeKind.DATE, _text("due_on")),
            _Field("status", ChangeKind.STATUS, _text("status")),
        ),
    ),
    "service": (
        "services",
        (
            _Field("name", _REWORDED, _text("name")),
            _Field("provider", ChangeKind.OWNER, _text("provider")),
            _Field("strategy", ChangeKind.MOVED, _text("strategy")),
            _Field("status", ChangeKind.STATUS, lambda service: _said(_latest(service))),
        ),
    ),
}
"""The parts of a plan that are compared, with the list that holds each."""


def called_in(plan: Plan, members: Mapping[str, str]) -> dict[str, str]:
    """Return what people and the parts of a plan are called, by their ids; personal.

    Args:
        plan: The plan.
        members: What the members of the team are called.
    """
    return {
        **members,
        **{
            part.id: f'"{fields[0].read(part)}"'
            for listed, fields in _PARTS.values()
            for part in getattr(plan, listed)
        },
    }


def called_on_team(stay: Stay) -> dict[str, str]:
    """Return what members of the team and parts of the newest plan are called; personal."""
    names = {each.id: each.name for each in stay.chart.everyone}
    members: dict[str, str] = {}
    for member in stay.members:
        name, role = names.get(member.person), member.role_words or _said(member.role)
        members[member.id] = name if isinstance(name, str) and name else f"the {role}"
    newest = max(stay.plans, key=lambda plan: plan.version, default=None)
    return called_in(newest, members) if newest else members


def _sentence(change: PlanChange, called: Mapping[str, str]) -> str:
    named = _named(change, called)
    if change.kind is ChangeKind.ADDED:
        return f"New {change.part}" + _said_after(change, change.after)
    if change.kind is ChangeKind.REMOVED:
        return f"No longer in the plan: {change.part}" + _said_after(change, change.before)
    was = called.get(change.before, change.before) or "nothing"
    now = called.get(change.after, change.after) or "nothing"
    sentence = _PATTERNS.get(change.kind, _CHANGED_FROM)
    if change.kind is ChangeKind.DATE:
        sentence = _of_days(change)
    text = sentence.format(named=named, what=change.what, was=was, now=now)
    return text[:1].upper() + text[1:]


def _named(change: PlanChange, called: Mapping[str, str]) -> str:
    if change.part == "plan":
        return "the plan"
    return f"{change.part} {called.get(change.id, change.id)}".strip()


def _said_after(change: PlanChange, text: str) -> str:
    name = f" {change.id}" if change.id else ""
    return f"{name}: {text}" if text else name


_CHANGED_FROM: Final = "{named}, {what}: was {was}, is now {now}"
_PATTERNS: Final = {
    ChangeKind.REWORDED: '{named}, {what} in other words: was "{was}", is now "{now}"',
    ChangeKind.MOVED: "{named} moved to another {what}: from {was} to {now}",
    ChangeKind.OWNER: "{named} changes hands: from {was} to {now}",
    ChangeKind.STATUS: "{named}: was {was}, is now {now}",
}


def _of_days(change: PlanChange) -> str:
    if not change.before:
        return "{named} is now due on {now}"
    if not change.after:
        return "{named} has no due day any more; it was due on {was}"
    moved = "slipped" if change.after > change.before else "is due earlier"
    return f"{{named}} {moved}: was due on {{was}}, is now due on {{now}}"


def _marked(change: PlanChange, called: Mapping[str, str]) -> str:
    named = escape(f"{change.part} {called.get(change.id, change.id)}".strip())
    if change.kind is ChangeKind.ADDED:
        return f"New {named}: <ins>{escape(change.after)}</ins>"
    if change.kind is ChangeKind.REMOVED:
        return f"No longer in the plan: {named}: <del>{escape(change.before)}</del>"
    if change.kind is ChangeKind.REWORDED:
        said = _words(change.before.split(), change.after.split())
        return f"{named}, {escape(change.what)} in other words: {said}"
    was = escape(called.get(change.before, change.before) or "nothing")
    now = escape(called.get(change.after, change.after) or "nothing")
    sentence = _of_days(change) if change.kind is ChangeKind.DATE else _PATTERNS.get(change.kind)
    return (sentence or _CHANGED_FROM).format(
        named=named, what=escape(change.what), was=f"<del>{was}</del>", now=f"<ins>{now}</ins>"
    )


def _words(old: Sequence[str], new: Sequence[str]) -> str:
    """Return two wordings as one, with the words that went and those that came marked."""
    shown = []
    for word, start, end, begin, stop in SequenceMatcher(None, old, new).get_opcodes():
        if word == "equal":
            shown.append(escape(" ".join(old[start:end])))
            continue
        if end > start:
            shown.append(f"<del>{escape(' '.join(old[start:end]))}</del>")
        if stop > begin:
            shown.append(f"<ins>{escape(' '.join(new[begin:stop]))}</ins>")
    return " ".join(shown)
