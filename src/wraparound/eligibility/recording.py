"""A determination as a record: the rules with their version, the facts, and the answer."""

from __future__ import annotations

from wraparound.eligibility.determination import Determined
from wraparound.model.assessment import Determination, Eligibility, Input
from wraparound.model.ids import EnrollmentId, FamilyId, PersonId, RecordId, new_id
from wraparound.model.terms import UNKNOWN

_ANSWERS = {
    True: Eligibility.ELIGIBLE,
    False: Eligibility.NOT_ELIGIBLE,
    None: Eligibility.CANNOT_TELL,
}


def as_record(
    determined: Determined,
    *,
    family: str,
    enrollment: str | None = None,
    person: str | None = None,
    by: str | None = None,
) -> Determination:
    """Return a determination as a record, so that it can be replayed in a hearing.

    Args:
        determined: What the rules said.
        family: The family.
        enrollment: The stay.
        person: Whom it is about.
        by: Who decided.
    """
    rules = determined.rules
    inputs = {
        fact.path: Input(name=fact.path, value=str(fact.value), source=fact.source)
        for answer in determined.nodes()
        for fact in answer.inputs
    }
    return Determination(
        id=RecordId(new_id()),
        family=FamilyId(family),
        enrollment=None if enrollment is None else EnrollmentId(enrollment),
        person=None if person is None else PersonId(person),
        rule_set=determined.name,
        rule_version=rules.version if rules else UNKNOWN,
        on=determined.on,
        by=None if by is None else PersonId(by),
        answer=_ANSWERS[determined.value],
        inputs=tuple(inputs.values()),
        reasons=tuple(
            dict.fromkeys(each.node.reason for each in determined.nodes() if each.node.reason)
        ),
    )
