"""Evidence for a hearing: a review with every fact, its source, and the audit trail behind it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib import resources
from typing import Any

import attrs
import msgspec

from wraparound.chart import Chart, Directory
from wraparound.conflict import closing_id, load_catalogue, ties_somebody
from wraparound.documents import (
    NOTICE,
    Audience,
    Names,
    explain_finding,
    review_document,
    waiver_parts,
)
from wraparound.eligibility.replay_document import replay_document
from wraparound.eligibility.replaying import replay
from wraparound.errors import RecordNotFound
from wraparound.model.determination import Determination
from wraparound.model.exception import Mitigation, SoleProviderException
from wraparound.model.findings import Evidence, Review
from wraparound.program.assembly import known_criteria
from wraparound.program.keeping import record_in
from wraparound.program.reviews import Reviews
from wraparound.program.screening import mark_of
from wraparound.storage import Envelope
from wraparound.storage.contract import Forgets
from wraparound.storage.envelopes import AuditEntry, Capability
from wraparound.storage.evidence import every_seal, whole_trail

Document = dict[str, Any]  # Any: the values that JSON can say

LAYOUT = "1.0"
"""How a document of evidence is laid out."""

NO_CHECKSUM = "0" * 64
"""What stands in a page where the checksum of the data will stand."""


@attrs.frozen(kw_only=True)
class EvidenceFiles:
    """A folder of evidence.

    Attributes:
        files: What is in each file, by its name.
        checksum: The SHA-256 of the data, as 64 digits: to be noted elsewhere.
    """

    files: Mapping[str, bytes]
    checksum: str


CHOICE = ("service_offer", "service_choice", "notice")
"""Kinds that say what the family was offered and told, and what it chose."""

_ALWAYS = (*CHOICE, "change_request", "grievance", "determination")
"""Kinds of the family's records that a hearing looks at, even where no finding relies on them."""


def gather_evidence(
    program: Reviews,
    family: str,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    personal: bool = False,
    whole_entries: bool = False,
) -> Document:
    """Return everything that a review of one family stands on, as values that JSON can say.

    Args:
        program: The program.
        family: The family's id.
        as_of: The day that is asked about; today where left out.
        known_at: Leave out what was recorded after this instant.
        personal: Whether names, and records as they were kept, are shown. Without, records are
            told by id and revision, and their content cannot be verified.
        whole_entries: Whether audit entries that tell of other families too are shown whole.

    Raises:
        RecordNotFound: There is no such family.
        FactsInvalid: The facts contradict one another.
    """
    chart, envelopes = _chart_of(program, family, as_of=as_of, known_at=known_at)
    review = program.review(chart, as_of=chart.as_of)
    names = Names.of(chart, personal=personal)
    shown = _shown(envelopes, _relied_on(review))
    facts = [
        {
            **msgspec.to_builtins(fact, order="sorted"),
            "sources": [_key_of(each) for each in shown if _holds(each, fact.id)],
        }
        for fact in _facts(review)
    ]
    known = known_criteria(program.hooks)
    shared = chart.directory.records.all
    waivers: dict[str, SoleProviderException | Mitigation] = {
        **{each.id: each for each in shared(SoleProviderException)},
        **{each.id: each for each in shared(Mitigation)},
    }
    trail = list(_entries(program, family, shown, whole=whole_entries))
    return {
        "wraparound_evidence": LAYOUT,
        "notice": NOTICE,
        "family": family,
        "as_of": chart.as_of.isoformat(),
        "known_at": None if known_at is None else known_at.isoformat(),
        "made_at": program.present().isoformat(),
        "policy": {"packs": list(review.packs), "mark": mark_of(program.policy)},
        "personal": personal,
        "sealed": isinstance(program.store, Forgets),
        "review": review_document(family, review, names),
        "tying_rules": [code for code in load_catalogue() if ties_somebody(code)],
        "clear_sources": {
            fact: [_key_of(each) for each in shown if _holds(each, fact)]
            for fact in sorted({fact for each in review.clear for fact in each.relied_on})
        },
        "in_words": [
            {
                audience.value: attrs.asdict(
                    explain_finding(finding, names, audience=audience, packs=review.packs)
                )
                for audience in Audience
            }
            for finding in review.findings
        ],
        "facts": facts,
        "waivers": [
            {"finding": place, **attrs.asdict(part), "result": part.result.value}
            for place, finding in enumerate(review.findings)
            for part in waiver_parts(
                finding,
                policy=program.policy,
                waivers=waivers,
                names=names,
                personal=personal,
            )
        ],
        "decisions": [
            replay_document(replay(each, known=known), personal=personal)
            for each in chart.all(Determination)
            if not isinstance(each.on, date) or each.on <= chart.as_of
        ],
        "records": [_record(program, each, personal=personal) for each in shown],
        "trail": trail,
        "seals": list(_seals(program, [entry["number"] for entry in trail])),
    }


def evidence_files(document: Document, page: Callable[[Document, str], str]) -> EvidenceFiles:
    """Return a document of evidence as files that vouch for each other.

    The data hold the hash of the page as it is before the checksum of the data is put into it, and
    the hash of the verifier. So the one checksum of the data covers all three.

    Args:
        document: The document.
        page: Makes the page of a document and a checksum.
    """
    verifier = resources.files("wraparound.documents").joinpath("verify_evidence.py").read_bytes()
    bound = {
        **document,
        "page_sha256": _sha256(page(document, NO_CHECKSUM).encode()),
        "verifier_sha256": _sha256(verifier),
    }
    content = json.dumps(bound, ensure_ascii=False, indent=1).encode() + b"\n"
    checksum = _sha256(content)
    return EvidenceFiles(
        files={
            "evidence.json": content,
            "evidence.html": page(document, checksum).encode(),
            "verify.py": verifier,
        },
        checksum=checksum,
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _chart_of(
    program: Reviews, family: str, *, as_of: date | None, known_at: datetime | None
) -> tuple[Chart, list[Envelope]]:
    """Return a chart with the very envelopes that it was made of, all of one moment."""
    while True:
        position = program.store.position()
        own = program.envelopes(family, known_at=known_at)
        shared = program.store.open_directory(known_at=known_at)
        if program.store.position() == position:
            break
    if not any(each.kind == "family" for each in own):
        raise RecordNotFound("family", family, hint="`wraparound families` lists them")
    chart = Chart.of(
        map(record_in, own),
        as_of=program.today() if as_of is None else as_of,
        directory=Directory.of(map(record_in, shared)),
        known_at=known_at,
    )
    return chart, [*own, *shared]


def _facts(review: Review) -> list[Evidence]:
    """Return every fact that a finding relies on, once, by id."""
    facts = {fact.id: fact for finding in review.findings for fact in finding.evidence}
    return [facts[each] for each in sorted(facts)]


def _relied_on(review: Review) -> frozenset[str]:
    paths = (each for finding in review.findings for each in (*finding.path, *finding.waivers))
    views = (
        each for finding in review.findings for view in finding.by_pack for each in view.waivers
    )
    clear = (each for record in review.clear for each in record.relied_on)
    return frozenset([*paths, *views, *clear])


def _shown(envelopes: Iterable[Envelope], relied_on: frozenset[str]) -> list[Envelope]:
    chosen = [
        each
        for each in envelopes
        if each.kind in _ALWAYS
        or not relied_on.isdisjoint(_ids_in(each))
        or any(_tells_the_end(each, fact) for fact in relied_on)
    ]
    return sorted(chosen, key=lambda each: (each.kind, each.id))


def _holds(envelope: Envelope, fact: str) -> bool:
    return fact in _ids_in(envelope) or _tells_the_end(envelope, fact)


def _tells_the_end(envelope: Envelope, fact: str) -> bool:
    """Tell whether a fact is the end of a stay, which is an event of each of its plans."""
    return envelope.kind == "enrollment" and fact.startswith(closing_id(envelope.id, ""))


def _ids_in(envelope: Envelope) -> frozenset[str]:
    """Return the ids that facts of a record go by: its own, and those that stand in it."""
    found = {envelope.id}
    waiting: list[object] = [json.loads(envelope.body)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            named = (value.get(name) for name in ("id", "lineage"))
            found.update(each for each in named if isinstance(each, str))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    if envelope.kind == "plan":
        # signatures without an id of their own are facts by their place
        signatures = json.loads(envelope.body).get("signatures") or ()
        found.update(f"{envelope.id}.signatures.{place}" for place in range(len(signatures)))
    return frozenset(found)


def _key_of(envelope: Envelope) -> Document:
    return {"kind": envelope.kind, "id": envelope.id, "revision": envelope.revision}


def _record(program: Reviews, envelope: Envelope, *, personal: bool) -> Document:
    days = {"valid_from": envelope.valid_from, "valid_until": envelope.valid_until}
    told = {
        **_key_of(envelope),
        "family": envelope.family,
        "change": envelope.change,
        "recorded_at": envelope.recorded_at.astimezone(UTC).isoformat(),
        **{name: each and each.isoformat() for name, each in days.items()},
    }
    if not personal:
        return told
    # what a record is found by is only told with its history
    history = program.store.history(envelope.kind, envelope.id)
    kept = next(each for each in history if each.revision == envelope.revision)
    index = {name: list(values) for name, values in kept.index.items()}
    return {**told, "index": index, "body": envelope.body.decode()}


def _entries(
    program: Reviews, family: str, shown: Iterable[Envelope], *, whole: bool
) -> Iterator[Document]:
    """Yield the audit entries about a family and about the records shown.

    What an entry tells of other families is withheld, unless whole entries are asked for.
    """
    if Capability.AUDIT not in program.store.capabilities:
        return
    keys: dict[str, set[str]] = defaultdict(set)
    for each in shown:
        keys[each.kind].add(each.id)
    for entry in whole_trail(program.store):
        if not any(each.family == family or each.id in keys[each.kind] for each in entry.touched):
            continue
        others = any(each.family not in {None, family} for each in entry.touched)
        yield _entry(entry, family if others and not whole else None)


def _entry(entry: AuditEntry, only: str | None) -> Document:
    """Return an entry; where it tells of other families, only what it tells of one."""
    rows = [
        {
            "kind": each.kind,
            "id": each.id,
            "family": each.family,
            "revision": each.revision,
            "removed": each.removed,
            "fields": list(each.fields),
            **({"content": each.content} if each.content else {}),
        }
        for each in entry.touched
        if only is None or each.family in {None, only}
    ]
    return {
        "number": entry.number,
        "act": entry.act.value,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "role": entry.role,
        "purpose": entry.purpose,
        "reason": entry.reason if only is None else "",
        "change": entry.change,
        "touched": rows,
        "digest": entry.digest,
        "withheld": len(entry.touched) - len(rows),
    }


def _seals(program: Reviews, numbers: list[int]) -> Iterator[str]:
    """Yield the seals over some entries, as they were written."""
    if not numbers:
        return
    for text in every_seal(program.store):
        sealed = json.loads(text)
        if any(sealed["first"] <= each <= sealed["last"] for each in numbers):
            yield text.decode()
