"""A disclosure form as a page of HTML to read, correct, sign and keep: no assets, prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

Document = dict[str, Any]  # Any: the values that JSON can say

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #767676;padding:.4rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    ".line{border-bottom:1px solid #767676;height:2.2rem;margin:.2rem 0}.sign{display:grid;"
    "grid-template-columns:1fr 12rem;gap:1rem;margin:1.5rem 0}.sign p{border-top:1px solid #767676;"
    "margin:2.5rem 0 0}@media print{body{max-width:none;margin:0}tr,.sign{break-inside:avoid}}"
)


def disclosure_page(form: Document) -> str:
    """Return a disclosure form as a page.

    Args:
        form: The form, as ``DisclosureForm.as_document`` makes it.
    """
    title = "What I am tied to: disclosure and attestation"
    body = "".join(
        (
            _who(form),
            _table("What I do for families", ("Duty", "For", "Since"), _duties(form)),
            _table(
                "What is on file about me: please correct it",
                ("What", "With whom", "When"),
                _ties(form),
            ),
            _questions(form["questions"]),
            _statement(form),
            _signatures(form),
            _rules(form),
        )
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def _who(form: Document) -> str:
    name = form["name"] or form["person"]
    return f"<p>For {escape(name)}, as of {escape(form['as_of'])}.</p>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    body = body or f'<tr><td colspan="{len(heads)}">Nothing is on file.</td></tr>'
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _duties(form: Document) -> list[tuple[str, str, str]]:
    return [
        (each["role"].replace("_", " "), each["family"] or "the whole program", each["when"])
        for each in form["duties"]
    ]


def _ties(form: Document) -> list[tuple[str, str, str]]:
    return [(each["says"], each["with_whom"], each["when"]) for each in form["ties"]]


def _questions(questions: Sequence[Document]) -> str:
    rows = "".join(
        f"<h3>{escape(each['asks'])}</h3>"
        '<p>No <span aria-hidden="true">&#9744;</span> &nbsp; Yes '
        '<span aria-hidden="true">&#9744;</span>: with whom, since when?</p>'
        '<div class="line"></div><div class="line"></div>'
        for each in questions
    )
    return f"<h2>What is missing above</h2>{rows}"


def _statement(form: Document) -> str:
    return f"<h2>My statement</h2><p>{escape(form['statement'])}</p>"


def _signatures(form: Document) -> str:
    signers = ["Signed", *(["Signed by my supervisor"] if form["cosigned"] else [])]
    return "".join(f'<div class="sign"><p>{escape(each)}</p><p>Day</p></div>' for each in signers)


def _rules(form: Document) -> str:
    renew = form["renew_by"]
    when = f"If signed today, it is to be renewed by {escape(renew)}." if renew else ""
    events = ", ".join(each.replace("_", " ") for each in form["triggers"])
    anew = f" It is to be signed anew after: {escape(events)}." if events else ""
    cited = "; ".join(f"{each['pack']}: {each['citation']}" for each in form["rules"])
    return (
        f"<h2>How long this counts</h2><p>{when}{anew}</p>"
        f"<p><small>Asked for by {escape(cited)}. Not legal advice.</small></p>"
    )
