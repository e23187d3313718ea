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
    """Verify the folder that is named, or the one that this file stands in."""
    parser = argparse.ArgumentParser(description="Verify a folder of evidence.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--sha256", help="the checksum of evidence.json, as it was noted")
    parser.add_argument("--public-key", help="the key that seals must be signed with: 64 digits")
    parser.add_argument("--anchors", type=Path, help="the file of anchors that was kept elsewhere")
    asked = parser.parse_args(arguments)
    try:
        content = (asked.folder / "evidence.json").read_bytes()
        document = json.loads(content)
        page = (asked.folder / "evidence.html").read_text("utf-8")
        anchors = _anchors(asked.anchors)
        seals = [(json.loads(text), text) for text in document["seals"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"cannot be read as evidence: {type(error).__name__}")
        return 2
    checksum = hashlib.sha256(content).hexdigest()
    faults: list[str] = []
    if asked.sha256 and asked.sha256.lower() != checksum:
        faults.append("evidence.json is not the file whose checksum was noted")
    if checksum not in page:
        faults.append("evidence.html was not made from this evidence.json")
    try:
        told = [
            *_of_entries(document, faults),
            *_of_records(document, faults),
            *_of_facts(document, faults),
            *_of_seals(document, [each for each, _ in seals], asked.public_key, anchors, faults),
        ]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        print(f"cannot be read as evidence: {type(error).__name__}")
        return 2
    for line in told:
        print(line)
    for fault in faults:
        print(f"FAULT: {fault}")
    print("Something does not fit." if faults else "Everything fits, as far as this shows.")
    return 1 if faults else 0


def _anchors(file: Path | None) -> dict[int, str]:
    lines = [] if file is None else file.read_text("utf-8").splitlines()
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


def _of_records(document: Document, faults: list[str]) -> list[str]:
    known = {
        (row["kind"], row["id"], row["revision"]): row["content"]
        for entry in document["trail"]
        for row in entry["touched"]
        if row.get("content")  # those that were read are told of without it
    }
    tied = untied = hidden = 0
    for record in document["records"]:
        key = (record["kind"], record["id"], record["revision"])
        name = f"{record['kind']} {record['id']}, revision {record['revision']}"
        if key not in known:
            faults.append(f"no audit entry tells of {name}")
        elif "body" not in record:
            hidden += 1
        elif document["sealed"]:
            untied += 1
        else:
            body = hashlib.sha256(record["body"].encode()).hexdigest()
            kept = _hash([body, record["index"], record["valid_from"], record["valid_until"]])
            tied += 1
            if kept != known[key]:
                faults.append(f"{name} is not what was kept")
    told = [f"{tied} records are what the audit trail says was kept"] if tied else []
    if hidden:
        told.append(f"{hidden} records are told by id and revision only: made without --personal")
    if untied:
        told.append(f"{untied} records were kept sealed: the trail knows them in that form only")
    return told


def _of_facts(document: Document, faults: list[str]) -> list[str]:
    shown = {(each["kind"], each["id"], each["revision"]) for each in document["records"]}
    facts = {each["id"]: each for each in document["facts"]}
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
    seals: list[Document],
    public_key: str | None,
    anchors: dict[int, str],
    faults: list[str],
) -> list[str]:
    covered = set()
    for seal in seals:
        number = seal["number"]
        text = (
            b"wraparound seal 1\n"
            + json.dumps(
                [seal[name] for name in _SIGNED],
                separators=(",", ":"),
                ensure_ascii=False,
            ).encode()
        )
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
    if not seals:
        return ["no seal covers these entries: they only speak for themselves"]
    signed = "" if public_key else " (by whoever held the key named in them: give --public-key)"
    return [f"{len(covered)} audit entries are under {len(seals)} seals{signed}"]


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
