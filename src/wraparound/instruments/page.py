"""An explanation as HTML to read and print: no assets, readable by a screen reader."""

from __future__ import annotations

from html import escape
from typing import Any

from wraparound.instruments.words import Words, load_words

Json = dict[str, Any]  # Any: the values that JSON can say

_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #767676;padding:.4rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    ".notice{border-left:.3rem solid #1f6f6b;padding-left:.8rem}"
    "@media print{body{max-width:none;margin:0}tr,li{break-inside:avoid}}"
)


def explanation_page(told: Json) -> str:
    """Return an explanation as a whole page.

    Args:
        told: The explanation, as ``Explanation.as_document`` makes it.
    """
    title = escape(_title(told))
    return (
        f'<!doctype html>\n<html lang="{escape(told["language"])}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{_body(told, 2)}</main></body></html>\n"
    )


def explanation_part(told: Json) -> str:
    """Return an explanation as a part of somebody else's page.

    Args:
        told: The explanation, as ``Explanation.as_document`` makes it.
    """
    title = escape(_title(told))
    language = escape(told["language"])
    head = f'<section lang="{language}" aria-label="{title}"><h3>{title}</h3>'
    return f"{head}{_body(told, 4)}</section>"


def _title(told: Json) -> str:
    return str(told["title"] or told["instrument"])


def _body(told: Json, level: int) -> str:
    words = load_words(told["language"])
    parts = "".join(_part(each, level) for each in told["told"])
    notice = f'<p class="notice">{escape(told["notice"])}</p>'
    return f"{notice}{parts}{_scores(told, words)}"


def _part(part: Json, level: int) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in part["lines"])
    return f"<h{level}>{escape(part['heading'])}</h{level}><ul>{lines}</ul>"


def _scores(told: Json, words: Words) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(words.name("score", each["score"]))}</th>'
        f"<td>{_value(each)}</td><td>{escape(_indicates(each, words))}</td>"
        f"<td>{escape(each['citation'])}</td></tr>"
        for each in told["scores"]
        if each["low"] is not None
    )
    if not rows:
        return ""
    heads = "".join(
        f'<th scope="col">{escape(words.say(f"column.{each}"))}</th>'
        for each in ("score", "value", "indicates", "source")
    )
    caption = escape(words.say("heading.scores"))
    return (
        f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _value(score: Json) -> str:
    return str(score["low"]) if score["low"] == score["high"] else f"{score['low']}–{score['high']}"


def _indicates(score: Json, words: Words) -> str:
    if score["indicates"]:
        return words.say(f"band.{score['indicates']}")
    return words.say(f"why.{score['why_not']}") if score["why_not"] else ""
