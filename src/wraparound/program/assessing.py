"""A program's assessments: what each says, what changed since the one before, in plain words."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from datetime import date

from wraparound.chart import Chart
from wraparound.errors import RecordNotFound
from wraparound.instruments import (
    AssessmentReading,
    Explanation,
    InstrumentShelf,
    explain_assessment,
    find_instrument,
    read_assessment,
)
from wraparound.model.assessment import Assessment
from wraparound.policy.rule_sets import RuleSets, by_name
from wraparound.program.assembly import known_criteria, plugin_instruments
from wraparound.program.practice import Practice


class Assessing(Practice):
    """The records, the rules and the practice of one program, and its instruments."""

    @functools.cached_property
    def instruments(self) -> InstrumentShelf:
        """The instruments at hand: the library's, those of plugins, and the site's own content.

        Raises:
            PolicyInvalid: A definition or a content of a plugin has faults.
            ContentRefused: A licensed site's file is not the one that was agreed on.
        """
        return plugin_instruments(self.hooks)

    def assessments(
        self,
        family: str | Chart,
        *,
        instrument: str | None = None,
        scheme: str = "",
        as_of: date | None = None,
    ) -> tuple[AssessmentReading, ...]:
        """Return what every assessment of a family says, the earliest first.

        Patterns in codes are those of the place that the practice is of, such as ``us-wa``.
        Each is compared with the one before of the same instrument, form and person. It advises:
        nothing is changed, and nothing is refused.

        Args:
            family: The family's id, or its chart.
            instrument: Only those with this instrument.
            scheme: The published way to read scores by, where a record names none.
            as_of: The day that is asked about; what was done later is left out.

        Raises:
            RecordNotFound: There is no such family.
            PolicyUnknown: Nobody defined the instrument that was asked for.
        """
        chart = family if isinstance(family, Chart) else self.chart(family, as_of=as_of)
        wanted = None if instrument is None else self.instruments.named(instrument).id
        done = _done(chart, chart.as_of if as_of is None else as_of)
        return tuple(self._read(chart, done, wanted=wanted, scheme=scheme))

    def record_assessment(
        self, assessment: Assessment, *, by: str, keep: bool = True
    ) -> AssessmentReading:
        """Keep an assessment, and return what it says and what is wrong with it.

        It is kept whatever is found: findings advise.

        Args:
            assessment: The assessment, as somebody entered it.
            by: Who writes it down, as an id.
            keep: Whether to keep it; without it, the answer tells what would be found.

        Raises:
            RecordNotFound: There is no such family.
            RecordExists: An assessment with this id is kept already.
        """
        day = assessment.on if isinstance(assessment.on, date) else self.today()
        chart = self.chart(assessment.family, as_of=day)
        others = [each for each in _done(chart, day) if each.id != assessment.id]
        read = {each.assessment: each for each in self._read(chart, [*others, assessment])}
        if keep:
            with self.change(by=by, reason=f"assessment {assessment.id}") as unit:
                unit.add(assessment)
        return read[assessment.id]

    def _read(
        self,
        chart: Chart,
        done: Iterable[Assessment],
        *,
        wanted: str | None = None,
        scheme: str = "",
    ) -> Iterator[AssessmentReading]:
        """Yield what assessments say, the earliest first, each compared with the one before."""
        known, staff = self.instruments.known, chart.directory.staff
        born = {each.id: each.birth_date for each in chart.people}
        youths = {each.id: each.youth for each in chart.enrollments}
        before: dict[tuple[str, str | None, str], Assessment] = {}
        for each in sorted(done, key=_order):
            definition = find_instrument(each.instrument, known)
            name = definition.id if definition else each.instrument
            if wanted is not None and name != wanted:
                continue
            person = each.person or (youths.get(each.enrollment) if each.enrollment else None)
            series = (name, each.person, each.form.casefold())
            birth_date = born.get(person) if person else None
            yield read_assessment(
                each,
                definition,
                before=before.get(series),
                born=birth_date if isinstance(birth_date, date) else None,
                staff=staff,
                rule_sets=self._patterns,
                scheme=scheme,
            )
            before[series] = each

    @functools.cached_property
    def _patterns(self) -> RuleSets:
        """The sets of rules of the place that the practice is of, and of the whole country.

        A pattern of another state would say nothing to a family of this one.
        """
        place = self.practice.pack.jurisdiction
        places = {place, place.partition("-")[0]}
        known = known_criteria(self.hooks)
        return by_name(
            each for sets in known.values() for each in sets if each.jurisdiction in places
        )

    def explain_assessment(
        self,
        family: str | Chart,
        assessment: str,
        *,
        language: str = "en",
        wording: bool = False,
        scheme: str = "",
        as_of: date | None = None,
    ) -> Explanation:
        """Return one assessment in words that a parent can use.

        Args:
            family: The family's id, or its chart.
            assessment: The assessment's id.
            language: ``en`` or ``es``.
            wording: Whether to show the wording of a licensed site's own content.
            scheme: The published way to read scores by, where the record names none.
            as_of: The day that is asked about.

        Raises:
            RecordNotFound: There is no such family, or it has no such assessment by that day.
            PolicyUnknown: There is no such language.
        """
        for reading in self.assessments(family, scheme=scheme, as_of=as_of):
            if reading.assessment == assessment:
                content = self.instruments.content_of(reading.instrument) if wording else None
                return explain_assessment(reading, language=language, content=content)
        raise RecordNotFound("assessment", assessment)


def _done(chart: Chart, day: date) -> list[Assessment]:
    """Return the assessments that were done by a day; one without a day may have been."""
    return [
        each for each in chart.all(Assessment) if not isinstance(each.on, date) or each.on <= day
    ]


def _order(assessment: Assessment) -> date:
    return assessment.on if isinstance(assessment.on, date) else date.min
