"""A state's portal in one page of Python: the caseload, one family, its findings.

    python examples/state_portal/portal.py sqlite:///oakfield.db

Names stay hidden: a portal shows them only to those whom it has signed in, which is the portal's
own business. Nothing here decides about a family; findings advise.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from wraparound.chart import Chart
from wraparound.documents import (
    NOTICE,
    Audience,
    Names,
    ReviewSummary,
    explain_finding,
    review_document,
    summarize,
    summarize_chart,
)
from wraparound.errors import RecordNotFound
from wraparound.program import Program

TEMPLATES = Path(__file__).parent / "templates"


@attrs.frozen
class CaseloadRow:
    """One family in the list.

    Attributes:
        family: The family's id.
        summary: What its review says, in a line.
    """

    family: str
    summary: ReviewSummary


def make_portal(open_program: Callable[[], Program], *, as_of: date | None = None) -> Starlette:
    """Return the portal as an ASGI application.

    Args:
        open_program: Opens the program; each request opens and closes its own.
        as_of: The day to show; today where left out.
    """
    templates = Jinja2Templates(directory=TEMPLATES)

    def caseload(request: Request) -> Response:
        with open_program() as program:
            rows = [
                CaseloadRow(family, summarize(program.review(family, as_of=as_of)))
                for family in program.families()
            ]
        return templates.TemplateResponse(
            request, "caseload.html", {"rows": rows, "notice": NOTICE}
        )

    def one_family(request: Request) -> Response:
        with open_program() as program:
            chart = _chart(program, request)
            review = program.review(chart)
        names = Names.of(chart)
        page = {
            "family": chart.family.id,
            "as_of": chart.as_of,
            "sections": summarize_chart(chart, names),
            "summary": summarize(review),
            "findings": [
                (
                    explain_finding(finding, names, audience=Audience.FAMILY),
                    explain_finding(finding, names, packs=review.packs),
                )
                for finding in review.findings
            ],
            "clear": review.clear,
            "notice": NOTICE,
        }
        return templates.TemplateResponse(request, "family.html", page)

    def one_review(request: Request) -> Response:
        with open_program() as program:
            chart = _chart(program, request)
            return JSONResponse(review_document(chart.family.id, program.review(chart)))

    def _chart(program: Program, request: Request) -> Chart:
        try:
            return program.chart(request.path_params["family"], as_of=as_of)
        except RecordNotFound:
            raise HTTPException(404, "There is no such family in this program.") from None

    def not_found(request: Request, error: Exception) -> Response:
        words = error.detail if isinstance(error, HTTPException) else "Not found."
        page = {"words": words, "notice": NOTICE}
        return templates.TemplateResponse(request, "not_found.html", page, status_code=404)

    return Starlette(
        routes=[
            Route("/", caseload, name="caseload"),
            Route("/families/{family}", one_family, name="family"),
            Route("/families/{family}/review.json", one_review, name="review"),
        ],
        exception_handlers={404: not_found},
    )


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(make_portal(lambda: Program.open(sys.argv[1])), host="127.0.0.1", port=8000)
