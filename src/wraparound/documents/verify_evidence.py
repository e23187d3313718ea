"""Verify a folder of evidence with nothing but Python: `python verify.py [FOLDER]`.

This file is copied into every folder of evidence, so it imports only the standard library. It
holds what the folder says against itself, against the seals of the audit trail, and, where they
are given, against a public key, the anchors and the checksum that somebody kept elsewhere.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

Document = dict[str, Any]  # Any: the values that JSON can say

_PRIME = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _PRIME - 2, _PRIME) % _PRIME
_ROOT = pow(2, (_PRIME - 1) // 4, _PRIME)
_Point = tuple[int, int, int, int]
_ZERO: _Point = (0, 1, 1, 0)
_SIGNED = ("program", "number", "first", "last", "at", "previous", "contents", "key")


def main(arguments: list[str] | None = None) -> int:
    """Verify the folder that is named, or the one that this file stands in.

    Returns:
        0 where everything fits and the checksum that was noted is this one; 1 where something does
        not fit; 2 where it cannot be read; 3 where everything fits, and no checksum was given, or
        what the key or the anchors were to prove is not proven.
    """
    parser = argparse.ArgumentParser(
        description="Verify a folder of evidence.",
        epilog="Ends with 0: fits, and is what was made. 1: does not fit. 2: cannot be read. "
        "3: fits together, and is not proven (give --sha256, and see what is NOT PROVEN).",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--sha256", help="the checksum of evidence.json, as it was noted")
    parser.add_argument("--public-key", help="the key that seals must be signed with: 64 digits")
    parser.add_argument("--anchors", type=Path, help="the file of anchors that was kept elsewhere")
    asked = parser.parse_args(arguments)
    faults: list[str] = []
    unproven: list[str] = []
    try:
        content = (asked.folder / "evidence.json").read_bytes()
        checksum = hashlib.sha256(content).hexdigest()
        document = json.loads(content)
        anchors = None if asked.anchors is None else _anchors(asked.anchors)
        demanded = (asked.public_key, anchors)
        if asked.sha256 and asked.sha256.strip().lower() != checksum:
            faults.append("evidence.json is not the file whose checksum was noted")
        _of_page(document, asked.folder, checksum, faults)
        _of_conclusions(document, faults)
        covered = _of_seals(document, demanded, faults, unproven)
        told = [*_of_entries(document, faults), *_of_facts(document, faults)]
        told.append(f"{len(covered)} audit entries are under {len(document['seals'])} seals")
        sealed = covered if any(each is not None for each in demanded) else None
        tied, lacking = _of_records(document, sealed, faults, unproven)
        told.append(f"{tied} records are what the audit trail says was kept")
    except (OSError, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        print(f"cannot be read as evidence: {type(error).__name__}")
        return 2
    lines = [*told, *(f"NOT PROVEN: {each}" for each in unproven)]
    print("\n".join([*lines, *(f"FAULT: {each}" for each in faults)]))
    lacks = sealed is not None and lacking > 0
    return _closing(bool(faults), lacks, asked.sha256, checksum)


def _closing(faulty: bool, lacking: bool, noted: str | None, checksum: str) -> int:
    """Print what it comes to, and return the exit code that says so."""
    if faulty:
        print("Something does not fit.")
        return 1
    if not noted:
        print(
            "The folder fits together. That alone proves nothing of what it concludes: whoever "
            "changes findings and page and all that hangs on them makes a folder that fits too. "
            "Compare this with the SHA-256 that was noted when it was made, or give that as "
            f"--sha256: {checksum}"
        )
        return 3
    print("Everything fits, and data, page and verifier are those whose checksum was noted.")
    if lacking:
        print("But not all that was asked for is proven: see above.")
    return 3 if lacking else 0


def _of_page(document: Document, folder: Path, checksum: str, faults: list[str]) -> None:
    """Hold the page to the data: they hold its hash, without the checksum that stands in it."""
    page, verifier = (folder / "evidence.html").read_bytes(), folder / "verify.py"
    blank = page.replace(checksum.encode(), b"0" * 64)
    if page.count(checksum.encode()) != 1:
        faults.append("evidence.html was not made from this evidence.json")
    elif hashlib.sha256(blank).hexdigest() != document["page_sha256"]:
        faults.append("evidence.html is not the page that was made from this evidence.json")
    own = hashlib.sha256(verifier.read_bytes()).hexdigest() if verifier.exists() else None
    if own not in (None, document["verifier_sha256"]):
        faults.append("verify.py is not the one that the folder was made with")


_LIFTED = ("mitigated", "waiver_defective", "indeterminate")


def _of_conclusions(document: Document, faults: list[str]) -> None:
    """Hold what is concluded to itself: findings, words, counts, facts, waivers, who is clear."""
    review, words = document["review"], document["in_words"]
    findings, summary = review["findings"], review["summary"]
    said = [(each["administrator"]["rule"], each["family"]["rule"]) for each in words]
    if said != [(each["rule"], each["rule"]) for each in findings]:
        faults.append("the findings are not those that are told in words")
        return
    for place, (each, told) in enumerate(zip(findings, words, strict=True), start=1):
        views = {(view["severity"], view["disposition"]) for view in each["by_pack"]}
        if each["by_pack"] and (each["severity"], each["disposition"]) not in views:
            faults.append(f"finding {place} weighs otherwise than any of its packs says")
        if told["administrator"]["severity"] != each["severity"]:
            faults.append(f"finding {place} is not what is told of it in words")
    now = Counter(each["disposition"] for each in findings if each["timing"] == "current")
    counted = {
        "conflicts": now["conflict"] + now["waiver_defective"],
        **{name: now[name] for name in ("indeterminate", "potential", "mitigated")},
        "past": len(findings) - now.total(),
        **{name: len(review[name]) for name in ("clear", "unweighed", "questions")},
    }
    faults += [
        f"the summary counts {summary[name]} as {name}, and there are {number}"
        for name, number in counted.items()
        if summary[name] != number
    ]
    relied_on = {fact for each in findings for fact in each["path"]}
    faults += [
        f"the fact {each['id']} is shown, and no finding relies on it"
        for each in document["facts"]
        if each["id"] not in relied_on
    ]
    _of_waivers(document, faults)
    _of_clear(document, faults)


def _of_waivers(document: Document, faults: list[str]) -> None:
    told: dict[object, set[str]] = {}
    for each in document["waivers"]:
        told.setdefault((each["finding"], each["pack"], each["waiver"]), set()).add(each["result"])
    held = {each["id"] for each in document["records"] if each["kind"] in _WAIVERS}
    wanted = {
        (place, view["pack"], waiver): view["disposition"]
        for place, finding in enumerate(document["review"]["findings"])
        for view in finding["by_pack"]
        for waiver in view["waivers"]
        if waiver in held and view["disposition"] in _LIFTED
    }
    if told.keys() != wanted.keys():
        faults.append("the waivers told part by part are not those that the findings rely on")
    faults += [
        f"the parts of {waiver} do not come to what {pack} makes of it"
        for (place, pack, waiver), became in sorted(wanted.items())
        if ("no" in told.get((place, pack, waiver), ())) != (became == "waiver_defective")
    ]


_WAIVERS = ("exception", "mitigation")


def _of_clear(document: Document, faults: list[str]) -> None:
    """Hold who is proven clear to the findings, and to the records that are shown."""
    review = document["review"]
    shown = {(each["kind"], each["id"], each["revision"]) for each in document["records"]}
    for each in review["clear"]:
        pair = f"{each['holder']} and {each['counterparty']}"
        for fact in each["relied_on"] or [""]:
            sources = document["clear_sources"].get(fact, ())
            if not any((one["kind"], one["id"], one["revision"]) in shown for one in sources):
                faults.append(f"{pair} are told as clear by {fact}, which no record shown holds")
        if any(
            finding["timing"] == "current"
            and finding["plan"] == each["plan"]
            and finding["holder"] == each["holder"]
            and finding["counterparty"] == each["counterparty"]
            and finding["rule"] in document["tying_rules"]
            for finding in review["findings"]
        ):
            faults.append(f"{pair} are told as clear, and a finding is about them")


def _anchors(file: Path) -> dict[int, str]:
    lines = file.read_text("utf-8").splitlines()
    kept = (json.loads(line) for line in lines if line.strip())
    return {each["seal"]: each["mark"] for each in kept}


def digest_of(entry: Document, number: int | None = None) -> str:
    """Return the hash of an entry of the audit trail, by its own number or another."""
    names = ("number", "act", "at", "by", "role", "purpose", "reason", "change", "touched")
    content = {name: entry[name] for name in names}
    if number is not None:
        content["number"] = number
    return _hash(content)


def _hash(content: object) -> str:
    line = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(line.encode()).hexdigest()


def _of_entries(document: Document, faults: list[str]) -> list[str]:
    whole = [each for each in document["trail"] if not each["withheld"]]
    faults += [
        f"audit entry {entry['number']} does not say what it said"
        for entry in whole
        if digest_of(entry) != entry["digest"]
    ]
    withheld = len(document["trail"]) - len(whole)
    said = f"{len(whole)} audit entries bear the hash of what they say"
    rest = f"; {withheld} tell of other families too and are not shown whole" if withheld else ""
    return [said + rest]


def _of_records(
    document: Document, sealed: set[int] | None, faults: list[str], unproven: list[str]
) -> tuple[int, int]:
    """Hold records to every audit entry that tells of them.

    Returns:
        How many are what was kept by an entry that is shown whole, and under a seal where that is
        demanded; and how many others are shown.
    """
    known: dict[object, list[tuple[str, bool]]] = {}
    for entry in document["trail"]:
        vouches = not entry["withheld"] and (sealed is None or entry["number"] in sealed)
        for row in entry["touched"]:
            if row.get("content"):  # those that were read are told of without it
                key = (row["kind"], row["id"], row["revision"])
                known.setdefault(key, []).append((row["content"], vouches))
    count = Counter[str]()
    for record in document["records"]:
        key = (record["kind"], record["id"], record["revision"])
        name = f"{record['kind']} {record['id']}, revision {record['revision']}"
        if key not in known:
            faults.append(f"no audit entry tells of {name}")
        elif "body" not in record or document["sealed"]:
            count["hidden" if "body" not in record else "untied"] += 1
        else:
            body = hashlib.sha256(record["body"].encode()).hexdigest()
            kept = _hash([body, record["index"], record["valid_from"], record["valid_until"]])
            count["tied" if any(vouches for _, vouches in known[key]) else "lacking"] += 1
            if any(content != kept for content, _ in known[key]):
                faults.append(f"{name} is not what was kept")
    told = {
        "lacking": "are told of by no audit entry that is shown whole (made without "
        "--whole-entries)" + ("" if sealed is None else " and that a seal covers"),
        "hidden": "are told by id and revision only (made without --personal)",
        "untied": "were kept sealed: the trail knows them so only",
    }
    unproven += [f"{count[name]} records {says}" for name, says in told.items() if count[name]]
    return count["tied"], count.total() - count["tied"]


def _of_facts(document: Document, faults: list[str]) -> list[str]:
    shown = {(each["kind"], each["id"], each["revision"]) for each in document["records"]}
    facts = {each["id"]: each for each in document["facts"]}
    faults += [
        f"the fact {each['id']} is not what the findings say of it"
        for finding in document["review"]["findings"]
        for each in finding["evidence"]
        if each["id"] in facts and {**facts[each["id"]], **each} != facts[each["id"]]
    ]
    faults += [
        f"{finding['rule']} relies on {fact}, which is not shown"
        for finding in document["review"]["findings"]
        for fact in finding["path"]
        if fact not in facts
    ]
    faults += [
        f"{each['id']} stands in a record that is not shown"
        for each in document["facts"]
        for source in each["sources"]
        if (source["kind"], source["id"], source["revision"]) not in shown
    ]
    sourced = sum(bool(each["sources"]) for each in facts.values())
    return [f"{sourced} of {len(facts)} facts stand in records that are shown"]


def _of_seals(
    document: Document,
    demanded: tuple[str | None, dict[int, str] | None],
    faults: list[str],
    unproven: list[str],
) -> set[int]:
    """Hold the seals to key and anchors; return the numbers of the entries that they cover."""
    seals = [json.loads(text) for text in document["seals"]]
    public_key, anchors = demanded
    if not seals and any(each is not None for each in demanded):
        faults.append("no seal is in the folder: nothing can be held against the key or anchors")
    covered = set()
    for seal in seals:
        entries = _of_seal(document, seal, public_key, anchors or {}, faults)
        if anchors is None or seal["number"] in anchors:
            covered |= entries
        else:
            unproven.append(f"seal {seal['number']} is not among the anchors that were kept")
    whole = {each["number"] for each in document["trail"] if not each["withheld"]}
    if whole - covered:
        unproven.append(
            f"{len(whole - covered)} audit entries are under no seal: they speak for themselves"
        )
    if seals and not public_key:
        unproven.append("the seals are signed by whoever held the key in them (give --public-key)")
    return covered


def _of_seal(
    document: Document,
    seal: Document,
    public_key: str | None,
    anchors: dict[int, str],
    faults: list[str],
) -> set[int]:
    number, covered = seal["number"], set()
    values = [seal[name] for name in _SIGNED]
    signed = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    text = b"wraparound seal 1\n" + signed.encode()
    signature, key = bytes.fromhex(seal["signature"]), bytes.fromhex(seal["key"])
    if not is_signed(text, signature, key):
        faults.append(f"seal {number} is broken")
    if public_key and public_key.strip().lower() != seal["key"]:
        faults.append(f"seal {number} is signed with another key")
    mark = hashlib.sha256(text + signature).hexdigest()
    if number in anchors and anchors[number] != mark:
        faults.append(f"seal {number} is not the one whose anchor was kept")
    for entry in document["trail"]:
        if seal["first"] <= entry["number"] <= seal["last"] and not entry["withheld"]:
            covered.add(entry["number"])
            if seal["contents"][entry["number"] - seal["first"]] != digest_of(entry, 0):
                faults.append(f"audit entry {entry['number']} is not what was sealed")
    return covered


def is_signed(text: bytes, signature: bytes, key: bytes) -> bool:
    """Whether a signature is Ed25519's (RFC 8032, 5.1.7) over a text, by the owner of a key."""
    a, r = _point(key), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or len(signature) != 64 or s >= _ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % _ORDER
    left, right = _times(s, _BASE), _plus(r, _times(k, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % _PRIME == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % _PRIME == 0


def _plus(p: _Point, q: _Point) -> _Point:
    a = (p[1] - p[0]) * (q[1] - q[0]) % _PRIME
    b = (p[1] + p[0]) * (q[1] + q[0]) % _PRIME
    c = 2 * p[3] * q[3] * _D % _PRIME
    d = 2 * p[2] * q[2] % _PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _PRIME, g * h % _PRIME, f * g % _PRIME, e * h % _PRIME)


def _times(count: int, point: _Point) -> _Point:
    total = _ZERO
    while count:
        if count & 1:
            total = _plus(total, point)
        point = _plus(point, point)
        count >>= 1
    return total


def _point(text: bytes) -> _Point | None:
    if len(text) != 32:
        return None
    number = int.from_bytes(text, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _PRIME:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _PRIME - 2, _PRIME) % _PRIME
    x = pow(square, (_PRIME + 3) // 8, _PRIME)
    if (x * x - square) % _PRIME:
        x = x * _ROOT % _PRIME
    if (x * x - square) % _PRIME or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _PRIME - x
    return (x, y, 1, x * y % _PRIME)


_BASE = _point((4 * pow(5, _PRIME - 2, _PRIME) % _PRIME).to_bytes(32, "little")) or _ZERO

if __name__ == "__main__":
    sys.exit(main())
