"""A case as JSON can say it."""

from __future__ import annotations

from wraparound.cli.moments import as_text
from wraparound.process.case_management import CaseModel
from wraparound.process.casework import CaseReading
from wraparound.process.clock import Clock
from wraparound.process.handovers import HandoverReading
from wraparound.process.point_of_contact import ContactSpan
from wraparound.process.referrals import Advocacy
from wraparound.process.story import Chapter

Json = dict[str, object]


def case_document(case: CaseReading) -> Json:
    """Return everything of a case, in ids, codes and days."""
    return {
        "enrollment": case.enrollment,
        "service": case.service.value if case.service else None,
        "model": _model(case.model) if case.model else None,
        "contacts": [_span(each) for each in case.contacts],
        "handovers": [_handover(each) for each in case.handovers],
        "functions": [
            {
                "function": each.function.value,
                "title": each.title,
                "shown": each.shown.value,
                "last_on": as_text(each.last_on),
                "evidence": list(each.evidence),
                "citation": each.citation,
            }
            for each in case.functions
        ],
        "months": [
            {
                "month": f"{each.month:%Y-%m}",
                "reached": each.reached,
                "in_person": each.in_person,
                "visits": each.visits,
                "tried": each.tried,
                "unclear": each.unclear,
            }
            for each in case.months
        ],
        "minimums": [_minimum(each) for each in case.minimums],
        "advocacy": [advocacy_document(each) for each in case.advocacy],
        "story": [_chapter(each) for each in case.story.chapters],
    }


def advocacy_document(told: Advocacy) -> Json:
    """Return that somebody spoke up for a family, in ids, codes and days."""
    return {
        "contact": told.contact,
        "on": as_text(told.on),
        "by": told.by,
        "barriers": [each.value for each in told.barriers],
        "overcome": told.overcome,
    }


def _model(model: CaseModel) -> Json:
    return {
        "model": model.model.value,
        "label": model.label,
        "about": model.about,
        "best_for": model.best_for,
        "citation": model.citation,
        "confidence": model.confidence.value,
        "worked_by": model.worked_by.value,
        "numbers": [
            {
                "what": each.what,
                "value": each.value,
                "parameter": each.parameter or None,
                "citation": each.citation,
                "confidence": each.confidence.value,
            }
            for each in model.numbers
        ],
    }


def _span(span: ContactSpan) -> Json:
    return {
        "from": span.start.isoformat(),
        "until": span.end.isoformat(),
        "state": span.state.value,
        "workers": list(span.workers),
        "perhaps": list(span.perhaps),
        "missing": list(span.missing),
    }


def _handover(each: HandoverReading) -> Json:
    return {
        "enrollment": each.enrollment,
        "index": each.index,
        "before": each.before,
        "after": each.after,
        "state": each.state.value,
        "effective_on": as_text(each.effective_on),
        "accepted_on": as_text(each.accepted_on),
        "accepted_in_time": each.accepted_in_time,
        "told_in_time": each.told_in_time,
        "fits": each.fits,
    }


def _minimum(clock: Clock) -> Json:
    rule = next((each.rule for each in clock.intervals if each.rule), None)
    return {
        "clock": clock.name,
        "status": clock.status.value if clock.status else None,
        "missing": list(clock.missing),
        "citation": rule.citation if rule else None,
        "periods": [
            {
                "from": as_text(each.start),
                "due": as_text(each.due),
                "status": each.status.value if each.status else None,
            }
            for each in clock.intervals
        ],
    }


def _chapter(chapter: Chapter) -> Json:
    return {
        "enrollment": chapter.enrollment,
        "person": chapter.person,
        "service": chapter.service.value,
        "model": chapter.model.value if chapter.model else None,
        "program": chapter.program or None,
        "from": as_text(chapter.start),
        "to": as_text(chapter.end),
        "ended": chapter.ended.value if chapter.ended else None,
        "age": chapter.age,
        "workers": list(chapter.workers),
        "stages": [{"stage": each.name, "from": as_text(each.start)} for each in chapter.stages],
        "follows": chapter.follows,
        "passage": chapter.passage.value,
        "days_between": chapter.days_between,
        "out_of": chapter.out_of.value if chapter.out_of else None,
        "past_age_limit": chapter.past_age_limit,
    }
