"""Evidence for a hearing as one page of HTML: readable, printable, and without any asset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from wraparound.documents.evidence_choices import CHOICE_HEADS, choice_rows

Document = dict[str, Any]  # Any: the values that JSON can say

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%;margin:1rem 0}"
    "th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "pre,code{overflow-wrap:anywhere;white-space:pre-wrap}.scroll{overflow-x:auto}"
    "article{border-left:.3rem solid #767676;padding-left:1rem;margin:1.5rem 0}"
    "@media print{body{max-width:none;margin:0}article,tr{break-inside:avoid}}"
)


def evidence_page(document: Document, checksum: str) -> str:
    """Return a document of evidence as a page.

    Args:
        document: The document, as ``wraparound.program.gather_evidence`` makes it.
        checksum: The SHA-256 of the file that the document is kept in, as hex.
    """
    title = f"Evidence: family {document['family']}, as of {document['as_of']}"
    body = "".join(
        (
            _heading(document, checksum),
            _findings(document),
            _waivers(document),
            _clear(document),
            _choices(document),
            _decisions(document),
            _facts(document),
            _records(document),
            _trail(document),
            _verifying(),
        )
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>\n"
    )


def _heading(document: Document, checksum: str) -> str:
    known = document["known_at"]
    packs = ", ".join(document["policy"]["packs"])
    rows = [
        ("Asked about", document["as_of"]),
        ("Known by", "the day it was made" if known is None else known),
        ("Made at", document["made_at"]),
        ("Policy packs", f"{packs} (mark {document['policy']['mark']})"),
        *(("Changed in a pack", _change(each)) for each in document["review"]["changes"]),
        ("Names and kept records", "shown" if document["personal"] else "hidden"),
        ("SHA-256 of evidence.json", checksum),
    ]
    told = "".join(f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>" for term, said in rows)
    return f"<p><strong>{escape(document['notice'])}</strong></p><dl>{told}</dl>"


def _change(change: Document) -> str:
    texts = [each for each in (change["stated_basis"], change["cite"]) if each]
    return (
        f"{change['overlay']} changed {change['pack']}: {change['about']}: {change['after']} "
        f"instead of {change['before']}. It names {', '.join(texts) or 'no text'}; nobody but its "
        f"author checked that.{' Less is asked.' if change['asks_less'] else ''}"
    )


def _findings(document: Document) -> str:
    review = document["review"]
    told = []
    for finding, words in zip(review["findings"], document["in_words"], strict=True):
        said, plain = words["administrator"], words["family"]
        told.append(
            f"<article><h3>{escape(finding['rule'])}: {escape(said['headline'])}</h3>"
            f"<p>Weight: {escape(said['severity'])}. {escape(said['state'])}</p>"
            f"{_parts(said)}<h4>In plain words</h4>{_parts(plain)}</article>"
        )
    questions = [
        (str(each["kind"]).replace("_", " "), ", ".join(each["ids"]))
        for each in review["questions"]
    ]
    return (
        f"<h2>Findings</h2><p>{escape(review['summary']['in_words'])}</p>"
        + "".join(told)
        + _table("Questions for a person", ("question", "records"), questions)
    )


def _parts(explanation: Document) -> str:
    return "".join(
        f"<h4>{escape(part['title'])}</h4><ul>"
        + "".join(f"<li>{escape(line)}</li>" for line in part["lines"])
        + "</ul>"
        for part in explanation["parts"]
    )


def _waivers(document: Document) -> str:
    findings = document["review"]["findings"]
    rows = [
        (
            findings[each["finding"]]["rule"],
            each["waiver"],
            each["pack"],
            each["asks"],
            "; ".join((each["result"], *each["says"])),
            each["shown_by"],
        )
        for each in document["waivers"]
    ]
    return _section(
        "Exceptions and safeguards, part by part",
        _table(
            "A waiver holds where every part that is asked does",
            ("rule", "waiver", "pack", "what must be so", "is it", "as recorded"),
            rows,
        ),
        "No waiver is relied on.",
    )


def _clear(document: Document) -> str:
    rows = [
        (each["plan"], each["holder"], each["counterparty"], ", ".join(each["relied_on"]))
        for each in document["review"]["clear"]
    ]
    unweighed = [
        (
            each["plan"],
            each["holder"],
            each["counterparty"],
            ", ".join(each["rules"]),
            ", ".join(each["facts"]),
        )
        for each in document["review"]["unweighed"]
    ]
    heads = ("plan", "who", "provider", "rules that see it", "facts")
    return _section(
        "Proven clear",
        _table("Who is free of which provider", ("plan", "who", "provider", "relied on"), rows),
        "Nothing is proven clear. That is no finding: a proof needs a fresh disclosure.",
    ) + _table("A tie is on file that none of the packs asked weighs", heads, unweighed)


def _choices(document: Document) -> str:
    return _section(
        "What was offered, and what the family chose",
        _table("Offers, choices and notices", CHOICE_HEADS, choice_rows(document)),
        "No offer, choice or notice is recorded.",
    )


def _decisions(document: Document) -> str:
    rows = [
        (
            f"{each['rule_set'] or 'rules unknown'} {each['rule_version'] or ''}".strip(),
            each["determination"],
            each["on"] or "not known",
            each["answer"].replace("_", " "),
            each["outcome"].replace("_", " "),
            "; ".join(_replayed(each)),
            (each["appeal"] or {}).get("told_on") or "not on file",
        )
        for each in document["decisions"]
    ]
    heads = ("rules", "record", "decided on", "answer", "asked again", "why", "told how to appeal")
    return _section(
        "Decisions about who qualifies",
        _table("Decisions, each asked again under its rules", heads, rows),
        "No decision about who qualifies is recorded.",
    )


def _replayed(decision: Document) -> Iterator[str]:
    """Yield why a decision cannot be replayed, or what is different."""
    yield from decision["why_not"]
    for each in decision["rules"]:
        if each["found"] != "same":
            yield f"rules {each['rule_set']} {each['version']}: {each['found'].replace('_', ' ')}"
    for each in decision["reasons"]:
        if not each["same"]:
            yield f"{each['question']}: {', '.join(each['differs_in']) or 'asked once only'}"


def _facts(document: Document) -> str:
    rows = [
        (
            each["id"],
            " ".join(filter(None, (each["subject"], each["says"], each["object"]))),
            _days(each["period"]),
            ", ".join(map(_name, each["sources"])) or "no single record",
        )
        for each in document["facts"]
    ]
    return _section(
        "Facts and their sources",
        _table("What the findings rely on", ("fact", "says", "when", "stands in"), rows),
        "No finding relies on any fact.",
    )


def _days(period: Document) -> str:
    return f"from {period['start'] or 'ever'} until {period['end'] or 'further notice'}"


def _records(document: Document) -> str:
    rows = [
        (_name(each), each["recorded_at"], each["change"], each.get("body", "hidden"))
        for each in document["records"]
    ]
    heads = ("record", "recorded", "by change", "as it was kept")
    return _section("Records", _table("As they stood", heads, rows), "No record is shown.")


def _trail(document: Document) -> str:
    rows = [
        (
            str(each["number"]),
            each["at"],
            " ".join(filter(None, (each["by"], each["role"]))),
            each["act"],
            f"{len(each['touched'])} records"
            + (f", {each['withheld']} of others withheld" if each["withheld"] else ""),
            each["digest"],
        )
        for each in document["trail"]
    ]
    heads = ("entry", "when", "who", "did", "what", "hash")
    seals = len(document["seals"])
    return _section(
        "Audit trail",
        _table(f"Who read and changed these records ({seals} seals)", heads, rows),
        "The store keeps no audit trail.",
    )


def _name(record: Document) -> str:
    return f"{record['kind']} {record['id']}, revision {record['revision']}"


def _verifying() -> str:
    return (
        "<h2>How to verify this</h2><p>verify.py stands beside this page. It needs Python 3.11 or "
        "newer and nothing else. It looks at whether this page was made from these data, whether "
        "what they conclude fits together, whether the records are what the audit trail says was "
        "kept, and whether the seals are whole. Only the checksum that somebody noted elsewhere "
        "when the folder was made proves that nobody changed all of it together: the one above is "
        "what this page says of itself.</p>"
        "<pre><code>python verify.py --sha256 THE-CHECKSUM-THAT-WAS-NOTED</code></pre>"
    )


def _section(title: str, table: str, otherwise: str) -> str:
    return f"<h2>{escape(title)}</h2>{table or f'<p>{escape(otherwise)}</p>'}"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        + "</tr>"
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
