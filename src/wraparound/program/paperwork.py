"""A program's paperwork: the documents and pictures of its families, in the program's own look."""

from __future__ import annotations

import functools
from datetime import date
from pathlib import Path

import attrs

from wraparound.chart import Chart
from wraparound.documents import Drawing, Paper
from wraparound.documents.phrases import phrases_in
from wraparound.program.assembly import plugin_templates
from wraparound.program.papers import (
    PaperKind,
    PictureKind,
    draw_picture,
    language_of,
    write_paper,
)
from wraparound.program.practice import Practice
from wraparound.quality.agenda import compile_agenda


class Paperwork(Practice):
    """The records of one program, its practice, and the documents that its families are given."""

    def document(
        self,
        family: str | Chart,
        kind: PaperKind | str,
        *,
        language: str = "",
        version: int | None = None,
        meeting: str | None = None,
        as_of: date | None = None,
    ) -> Paper:
        """Return a document of a family, in its own words and with its names.

        Args:
            family: The family's id, or its chart.
            kind: Which document, such as ``"plan-of-care"`` or ``"family-copy"``.
            language: The language of the fixed words; the family's own if left out.
            version: The version of the plan; the one in force if left out.
            meeting: For minutes: the meeting; the last one if left out.
            as_of: The day that is asked about.

        Raises:
            RecordNotFound: There is no such family, plan or meeting.
            PolicyUnknown: There is no catalogue for the language.
            PluginInvalid: A plugin names a folder of templates that is not there.
            ValueError: There is no such kind of document.
        """
        stay = self.stay(family, as_of=as_of)
        spoken = phrases_in(language or language_of(stay)).language
        paper = write_paper(
            PaperKind(kind),
            stay,
            agenda=compile_agenda(stay, self.practice, language=spoken),
            language=spoken,
            version=version,
            meeting=meeting,
        )
        return attrs.evolve(paper, templates=self._templates)

    def picture(
        self,
        family: str | Chart,
        kind: PictureKind | str,
        *,
        language: str = "",
        as_of: date | None = None,
    ) -> Drawing:
        """Return a picture of a family, with its names; it says itself in words, too.

        Args:
            family: The family's id, or its chart.
            kind: Which picture, such as ``"ecomap"`` or ``"timeline"``.
            language: The language of the fixed words; the family's own if left out.
            as_of: The day that is asked about.

        Raises:
            RecordNotFound: There is no such family.
            PolicyUnknown: There is no catalogue for the language.
            ValueError: There is no such kind of picture.
        """
        return draw_picture(PictureKind(kind), self.stay(family, as_of=as_of), language=language)

    @functools.cached_property
    def _templates(self) -> tuple[Path, ...]:
        return plugin_templates(self.hooks)
