"""What BODS 0.4 says of every statement (``statement.json``), and what of it is not carried."""

from __future__ import annotations

from collections.abc import Iterator

from wraparound.errors import Fault
from wraparound.shapes import (
    DAY_OR_INSTANT,
    LINK,
    TEXT,
    Check,
    Each,
    Json,
    Said,
    Shape,
    carried,
    lost,
    matching,
    needed,
    object_in,
    one_of,
    text_of,
)
from wraparound_bods.components import FILING, SOURCE, UNSPECIFIED
from wraparound_bods.records import ENTITY, PERSON, RELATIONSHIP

VERSION = "0.4"
"""The version of the standard that is read."""

DETAILS = {"entity": ENTITY, "person": PERSON, "relationship": RELATIONSHIP}


def _details_fit(value: Json, path: str) -> Iterator[Fault]:
    kind, details = value.get("recordType"), value.get("recordDetails")
    shape = DETAILS.get(kind) if isinstance(kind, str) else None
    if shape is not None and isinstance(details, dict):
        yield from shape(details, f"{path}.recordDetails" if path else "recordDetails")


def _annotation_fits(value: Json, path: str) -> Iterator[Fault]:
    motivation = value.get("motivation")
    if motivation == "linking" and "url" not in value:
        yield Fault(f"{path}.url", "must be given where the motivation is linking")
    if motivation != "transformation" and value.get("transformedContent", "") != "":
        words = "must be left out unless the motivation is transformation"
        yield Fault(f"{path}.transformedContent", words)


_ANNOTATION = Shape(
    keys={
        "statementPointerTarget": needed(TEXT),
        "creationDate": carried(DAY_OR_INSTANT),
        "createdBy": carried(Shape(keys={"name": carried(TEXT), "uri": carried(LINK)})),
        "motivation": needed(
            one_of("commenting", "correcting", "identifying", "linking", "transformation")
        ),
        "description": carried(TEXT),
        "transformedContent": carried(TEXT),
        "url": carried(LINK),
    },
    rules=(_annotation_fits,),
)


def _publisher_is_named(value: Json, path: str) -> Iterator[Fault]:
    if "name" not in value and "url" not in value:
        yield Fault(path, "must have a name or a url")


_PUBLICATION = Shape(
    keys={
        "publicationDate": needed(DAY_OR_INSTANT),
        "bodsVersion": needed(matching(r"\d+\.\d+", "a version such as 0.4")),
        "license": carried(LINK),
        "publisher": needed(
            Shape(keys={"name": carried(TEXT), "url": carried(LINK)}, rules=(_publisher_is_named,))
        ),
    }
)

_OBJECT: Check = Said(lambda value: isinstance(value, dict), "an object")

STATEMENT = Shape(
    keys={
        "statementId": needed(text_of(32, 64)),
        "statementDate": needed(DAY_OR_INSTANT),
        "annotations": lost(Each(_ANNOTATION), "comments on the statement are not kept"),
        "publicationDetails": lost(_PUBLICATION, FILING),
        "source": carried(SOURCE),
        "declaration": lost(TEXT, FILING),
        "declarationSubject": lost(TEXT, FILING, required=True),
        "recordId": needed(TEXT),
        "recordType": needed(one_of(*DETAILS)),
        "recordStatus": carried(one_of("new", "updated", "closed")),
        "recordDetails": needed(_OBJECT),
    },
    rules=(_details_fit,),
)
"""A statement about an entity, a person or a relationship."""


def lost_in(statement: Json) -> Iterator[tuple[str, str]]:
    """Yield the paths in a statement without faults that are not carried, and why."""
    kind = str(statement["recordType"])
    for each in STATEMENT.lost(statement, "statement"):
        yield each.path, each.why
    details = object_in(statement, "recordDetails")
    for each in DETAILS[kind].lost(details, kind):
        yield each.path, each.why
    for name in ("subject", "interestedParty"):
        if "description" in object_in(details, name):
            yield f"{kind}.{name}.description", UNSPECIFIED.keys["description"].lost
