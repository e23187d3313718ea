"""A replay as JSON can say it, and what differs in it in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from wraparound.eligibility.appealing import appeal_as_json
from wraparound.eligibility.determination import NOTICE
from wraparound.eligibility.explaining import explain
from wraparound.eligibility.replaying import FactCheck, ReasonCheck, Replay, RulesCheck
from wraparound.model.determination import Input, InputType, ReasonGiven
from wraparound.model.terms import Unknown

Json = dict[str, Any]  # Any: the values that JSON can say

ANSWERS_IN_WORDS: Final[Mapping[bool | None, str]] = MappingProxyType(
    {True: "yes", False: "no", None: "cannot be told"}
)


_SHOWN: Final = frozenset(
    {"id", "text", "citation", "operator", "value", "binding", "skipped", "missing", "inputs"}
    | {"children", "decided_by", "ambiguity", "note"}
)
"""What is told of a question where the values of facts are not."""


def replay_document(found: Replay, *, personal: bool = False) -> Json:
    """Return a replay as JSON can say it.

    Args:
        found: The replay.
        personal: Whether the values of facts are shown.
    """
    record = found.determination
    now = None if found.determined is None else explain(found.determined)
    if now is not None and not personal:
        _hide_values(now)
    return {
        "notice": NOTICE,
        "determination": record.id,
        "family": record.family,
        "on": record.on.isoformat() if isinstance(record.on, date) else None,
        "rule_set": None if isinstance(record.rule_set, Unknown) else record.rule_set,
        "rule_version": None if isinstance(record.rule_version, Unknown) else record.rule_version,
        "purpose": record.purpose.value if record.purpose else None,
        "library": record.library,
        "outcome": found.outcome.value,
        "why_not": list(found.why_not),
        "same_rules": None if found.determined is None else found.same_rules,
        "same_answer": found.same_answer,
        "answer": record.answer.value,
        "rules": [_rules(each) for each in found.rules],
        "reasons": [_reason(each) for each in found.reasons],
        "now": now,
        "facts_on": found.facts_on.isoformat() if found.facts_on else None,
        "facts": [_fact(each, personal=personal) for each in found.facts],
        "appeal": None
        if record.appeal is None
        else appeal_as_json(record.appeal, record.appeal_told_on),
    }


def in_words(check: ReasonCheck) -> str:
    """Return what is different about one question, in words."""
    shown = check.now or check.then
    named = f"{check.question} ({shown.text})" if shown and shown.text else check.question
    if check.then is None:
        return f"{named}: it was not asked then; now {_answer(check.now)}."
    if check.now is None:
        return f"{named}: then {_answer(check.then)}; it is not asked any more."
    then, now = check.then, check.now
    parts = []
    if then.answer != now.answer:
        parts.append(f"then {_answer(then)}, now {_answer(now)}")
    parts += [
        f"{name}: {getattr(then, name)!s} became {getattr(now, name)!s}"
        for name in check.differs_in
        if name != "answer"
    ]
    return f"{named}: {'; '.join(parts)}."


def _answer(given: ReasonGiven | None) -> str:
    if given is None:
        return "nothing"
    return ANSWERS_IN_WORDS[None if isinstance(given.answer, Unknown) else given.answer]


def _rules(check: RulesCheck) -> Json:
    return {
        "rule_set": check.rule_set,
        "version": check.version,
        "digest": check.digest,
        "found": check.found.value,
        "at_hand": [{"version": version, "digest": digest} for version, digest in check.at_hand],
    }


def _reason(check: ReasonCheck) -> Json:
    return {
        "question": check.question,
        "same": check.same,
        "differs_in": list(check.differs_in),
        "then": _given(check.then),
        "now": _given(check.now),
    }


def _given(given: ReasonGiven | None) -> Json | None:
    if given is None:
        return None
    return {
        "depth": given.depth,
        "text": given.text,
        "terms": given.terms,
        "citation": given.citation,
        "answer": None if isinstance(given.answer, Unknown) else given.answer,
        "counted": given.counted,
    }


def _fact(check: FactCheck, *, personal: bool) -> Json:
    return {
        "name": check.then.name,
        "changed": check.changed,
        "then": _input(check.then, personal=personal),
        "now": _input(check.now, personal=personal),
    }


def _input(kept: Input, *, personal: bool) -> Json:
    told: Json = {
        "type": kept.type.value if isinstance(kept.type, InputType) else None,
        "source": kept.source,
    }
    return {**told, "value": kept.value, "told_on": kept.told_on} if personal else told


def _hide_values(told: Json) -> None:
    """Take the values of facts out of an explanation, and leave what was asked and answered."""
    reasons = [told["reasons"]] if told.get("reasons") else []
    while reasons:
        each = reasons.pop()
        each["inputs"] = [{"path": fact["path"]} for fact in each["inputs"]]
        for name in [name for name in each if name not in _SHOWN]:
            del each[name]  # what was counted or measured tells of the values
        reasons += each["children"]
