"""A determination as a record: the rules and their checksum, facts, reasons and answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from wraparound.eligibility.appealing import begin_appeal
from wraparound.eligibility.determination import Determined
from wraparound.eligibility.explaining import text_of
from wraparound.eligibility.inputs import keep_input
from wraparound.model.determination import (
    AppliedRules,
    Determination,
    Eligibility,
    HostAnswer,
    ReasonGiven,
)
from wraparound.model.ids import EnrollmentId, FamilyId, PersonId, RecordId, new_id
from wraparound.model.terms import UNKNOWN, Unknown
from wraparound.policy.contents import terms_of
from wraparound.policy.digest import digest_of
from wraparound.policy.predicates import Answer

ANSWERS: Final[Mapping[bool | None, Eligibility]] = MappingProxyType(
    {
        True: Eligibility.ELIGIBLE,
        False: Eligibility.NOT_ELIGIBLE,
        None: Eligibility.CANNOT_TELL,
    }
)
"""What a record calls each answer."""


def as_record(
    determined: Determined,
    *,
    family: str,
    enrollment: str | None = None,
    person: str | None = None,
    by: str | None = None,
    library: str = "",
) -> Determination:
    """Return a determination as a record, so that it can be replayed in a hearing.

    Args:
        determined: What the rules said.
        family: The family.
        enrollment: The stay.
        person: Whom it is about.
        by: Who decided.
        library: The version of this library.
    """
    rules = determined.rules
    inputs = {
        fact.path: keep_input(fact) for answer in determined.nodes() for fact in answer.inputs
    }
    return Determination(
        id=RecordId(new_id()),
        family=FamilyId(family),
        enrollment=None if enrollment is None else EnrollmentId(enrollment),
        person=None if person is None else PersonId(person),
        rule_set=determined.name,
        rule_version=rules.version if rules else UNKNOWN,
        purpose=rules.purpose if rules else None,
        applied=tuple(
            AppliedRules(
                rule_set=each.id,
                version=each.version,
                program=each.program,
                citation=each.citation,
                digest=digest_of(each),
            )
            for each in determined.applied
        ),
        library=library,
        on=determined.on,
        by=None if by is None else PersonId(by),
        answer=ANSWERS[determined.value],
        inputs=tuple(inputs.values()),
        reasons=tuple(
            dict.fromkeys(each.node.reason for each in determined.nodes() if each.node.reason)
        ),
        reasoning=reasons_given(determined),
        host_answers=tuple(
            HostAnswer(
                rule=each.node.id,
                text=each.node.text,
                citation=each.node.citation,
                answer=_told(each.value),
                missing=each.missing,
            )
            for each in determined.host_answers
        ),
        appeal=begin_appeal(determined),
    )


def reasons_given(determined: Determined) -> tuple[ReasonGiven, ...]:
    """Return the tree of reasons as a record keeps it, parents before children."""
    if determined.answer is None:
        return ()
    cited = determined.rules.citation if determined.rules else ""
    return tuple(_given(determined.answer, depth=0, cited=cited))


def _given(answer: Answer, *, depth: int, cited: str) -> Iterator[ReasonGiven]:
    if answer.skipped:
        return
    node = answer.node
    cited = node.citation or cited
    yield ReasonGiven(
        question=node.id,
        depth=depth,
        text=text_of(node),
        terms=terms_of(node),
        citation=cited,
        answer=_told(answer.value),
        counted=answer.counts,
    )
    for child in answer.children:
        yield from _given(child, depth=depth + 1, cited=cited)


def _told(value: bool | None) -> bool | Unknown:
    return UNKNOWN if value is None else value
