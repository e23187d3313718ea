"""Findings and charts in words: plain for a family, with dates and law for an administrator."""

from __future__ import annotations

from wraparound.documents.chain import chain, sentences
from wraparound.documents.charts import Section, state_of, summarize_chart
from wraparound.documents.crisis_paper import crisis_paper
from wraparound.documents.days import period_in_words
from wraparound.documents.disclosure_page import disclosure_page
from wraparound.documents.document import review_document
from wraparound.documents.drawing import Drawing
from wraparound.documents.ecomap import ecomap
from wraparound.documents.evidence_page import evidence_page
from wraparound.documents.finding import Audience, Explanation, Part, explain_finding
from wraparound.documents.genogram import genogram
from wraparound.documents.html import review_html
from wraparound.documents.law import NOTICE, disposition_in_words, law_lines
from wraparound.documents.measures import measure_in_words, share_in_words
from wraparound.documents.mermaid import path_mermaid
from wraparound.documents.minutes import minutes
from wraparound.documents.names import Names
from wraparound.documents.paper import Paper, PaperSection
from wraparound.documents.phrases import languages
from wraparound.documents.plan_of_care import Reader, plan_of_care
from wraparound.documents.portfolio import portfolio
from wraparound.documents.reasons import REASON_CODES, Reason, reason_in_words
from wraparound.documents.redline import (
    ChangeKind,
    PlanChange,
    Redline,
    called_in,
    called_on_team,
    redline,
)
from wraparound.documents.summary import ReviewSummary, is_serious, summarize
from wraparound.documents.svg import path_svg
from wraparound.documents.tables import findings_table
from wraparound.documents.team_map import team_map
from wraparound.documents.timeline import timeline
from wraparound.documents.waivers import PartResult, WaiverPart, waiver_parts
from wraparound.documents.worksheet import review_worksheet

__all__ = [
    "NOTICE",
    "REASON_CODES",
    "Audience",
    "ChangeKind",
    "Drawing",
    "Explanation",
    "Names",
    "Paper",
    "PaperSection",
    "Part",
    "PartResult",
    "PlanChange",
    "Reader",
    "Reason",
    "Redline",
    "ReviewSummary",
    "Section",
    "WaiverPart",
    "called_in",
    "called_on_team",
    "chain",
    "crisis_paper",
    "disclosure_page",
    "disposition_in_words",
    "ecomap",
    "evidence_page",
    "explain_finding",
    "findings_table",
    "genogram",
    "is_serious",
    "languages",
    "law_lines",
    "measure_in_words",
    "minutes",
    "path_mermaid",
    "path_svg",
    "period_in_words",
    "plan_of_care",
    "portfolio",
    "reason_in_words",
    "redline",
    "review_document",
    "review_html",
    "review_worksheet",
    "sentences",
    "share_in_words",
    "state_of",
    "summarize",
    "summarize_chart",
    "team_map",
    "timeline",
    "waiver_parts",
]
