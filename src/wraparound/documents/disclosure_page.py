"""A disclosure form as a page of HTML to read, correct, sign and keep: no assets, prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

Document = dict[str, Any]  # Any: the values that JSON can say

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #767676;padding:.4rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}tbody th{font-weight:normal}caption{text-align:left;font-weight:bold;"
    "padding:.3rem 0}.scroll{overflow-x:auto}.tick{white-space:nowrap}"
    ".line{border-bottom:1px solid #767676;height:2.2rem;margin:.2rem 0}.sign{display:grid;"
    "grid-template-columns:1fr 12rem;gap:1rem;margin:1.5rem 0}.sign p{border-top:1px solid #767676;"
    "margin:2.5rem 0 0}@media print{body{max-width:none;margin:0}tr,.sign,.ask{break-inside:avoid}"
    ".scroll{overflow:visible}}"
)
_NOTHING = "<p>Nothing is on file.</p>"
_BOX = '<span aria-hidden="true">&#9744;</span>'
_TICKS = f'<p class="tick">No {_BOX} &nbsp; Yes {_BOX}'
_LINE = '<div class="line"></div>'
_HOLDS = {True: "yes", False: "no", None: "cannot be told"}
_KINDS = {"interests": "the list of interests", "attestation": "the attestation"}


def disclosure_page(form: Document) -> str:
    """Return a disclosure form as a page.

    Args:
        form: The form, as ``DisclosureForm.as_document`` makes it.
    """
    title = "What I am tied to: disclosure and attestation"
    body = "".join(
        (
            _who(form),
            _duties(form),
            _ties(form),
            _questions(form["questions"]),
            _statement(form),
            _lasting(form),
        )
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def _who(form: Document) -> str:
    id_, name = form["person"], form["name"]
    who = f"{name} ({id_})" if name else id_
    return f"<p>For {escape(who)}, as of {escape(form['as_of'])}.</p>"


def _duties(form: Document) -> str:
    rows = [
        (each["role"].replace("_", " "), each["family"] or "the whole program", each["when"])
        for each in form["duties"]
    ]
    heads = ("Duty", "For", "When")
    return _section("What I do for families", _table("Duties on this day", heads, rows))


def _ties(form: Document) -> str:
    rows = [
        (
            "; ".join((each["says"].rstrip("."), *each["details"])),
            _HOLDS[each["holds"]],
            ", ".join(filter(None, (each["tie"], each["source"], each["recorded_on"]))),
        )
        for each in form["ties"]
    ]
    heads = ("What", f"On {form['as_of']}", "Recorded as", "Is it right?")
    table = _table("Please correct what is wrong", heads, rows, last=f"<td>{_TICKS}</p></td>")
    kept = (
        "<p>What the program's directory holds. Ties that stand in a family's own record are not "
        "shown: name them below.</p>"
    )
    return _section("What is on file about me", kept + (table or _NOTHING))


def _questions(questions: Sequence[Document]) -> str:
    asked = "".join(
        f'<div class="ask"><h3>{escape(each["asks"])}</h3>'
        f"{_TICKS}: with whom, since when?</p>{_LINE}{_LINE}</div>"
        for each in questions
    )
    return _section("What is missing above", asked)


def _statement(form: Document) -> str:
    signers = ["Signed", *(["Signed by my supervisor"] if form["cosigned"] else [])]
    lines = "".join(f'<div class="sign"><p>{each}</p><p>Day</p></div>' for each in signers)
    return _section("My statement", f"<p>{escape(form['statement'])}</p>{lines}")


def _lasting(form: Document) -> str:
    told = []
    if form["renew_by"]:
        told.append(
            f"If it is signed on {form['as_of']}, it is to be renewed by {form['renew_by']}."
        )
    if form["triggers"]:
        events = ", ".join(each.replace("_", " ") for each in form["triggers"])
        told.append(f"The attestation is to be signed anew after: {events}.")
    if form["file_with"]:
        agencies = ", ".join(each["name"] for each in form["file_with"])
        told.append(f"One is to be filed with each of: {agencies}.")
    heads = ("By", "What", "Counts for", "Parameter", "Set by", "The rule stands on")
    renewals = _table("Why by that day", heads, map(_renewal, form["renewals"]))
    rules = [
        (each["pack"], _KINDS[each["kind"]], each["rule"], each["citation"])
        for each in form["rules"]
    ]
    asked = _table("Who asks for this", ("Pack", "What", "Rule", "Text"), rules)
    return _section(
        "How long this counts, and who asks for it",
        f"<p>{escape(' '.join(told))}</p>{renewals}{asked}<p><small>Not legal advice.</small></p>",
    )


def _renewal(renewal: Document) -> tuple[str, ...]:
    default = "the library's default: the pack sets none"
    return (
        renewal["by"],
        f"{_KINDS[renewal['kind']]}, {renewal['pack']}",
        renewal["age"],
        renewal["parameter"],
        renewal["set_by"] or default,
        renewal["citation"],
    )


def _section(title: str, content: str) -> str:
    return f"<h2>{escape(title)}</h2>{content or _NOTHING}"


def _table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, last: str = ""
) -> str:
    """Return a table, each row ending in the same cell where one is given."""
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + f"{last}</tr>"
        for first, *rest in rows
    )
    if not body:
        return ""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
