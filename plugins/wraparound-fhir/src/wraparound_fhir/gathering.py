"""The input piece by piece: which resources it holds, and whether each is what it says."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from wraparound.reading import Entry, Trouble, entries
from wraparound_fhir.case import Case, Held, shown
from wraparound_fhir.definitions import owners, resource_types
from wraparound_fhir.enrollments import of_coordination
from wraparound_fhir.needs import is_preference, is_strength
from wraparound_fhir.outlines import Outline, is_plain, outline
from wraparound_fhir.primitives import is_id
from wraparound_fhir.profiles import unmet
from wraparound_fhir.quick import vouched
from wraparound_fhir.shape import Json, Mention, looked_at, type_of

_RELATIVE = re.compile(r"(?:.*/)?([A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(?:/_history/[^/]+)?")
_INDEX = re.compile(r"\[\d+\]")
_NUMBER_AS_TEXT = "is a number written as a text; it was read as the number"
_NO_PLACE = "resources of this type have no place in wraparound"
_NOT_HANDLED = frozenset({"Bundle", "Questionnaire", "RiskAssessment", "Composition"})
"""Types whose shape is checked and which are not carried."""
_REQUESTED = frozenset({"transaction", "batch", "history"})
_CREATED = frozenset({"transaction", "batch"})
_ANSWERED = frozenset({"transaction-response", "batch-response", "history"})


class Gathering:
    """Everything that a file holds, gathered into a case."""

    def __init__(self, case: Case) -> None:
        """Begin without a resource."""
        self.case = case
        self._bundle: Json = {}
        self._kind = ""
        self._urls: set[tuple[str, str]] = set()
        self._keys: set[str] = set()
        self._mentions: list[tuple[Held, Mention]] = []
        self._quick: list[tuple[Held, str, frozenset[str]]] = []

    def gather(self) -> None:
        """Read the file to its end, then see whether what it refers to is there."""
        for piece in entries(self.case.source.path, inside="entry", outline=outline):
            if isinstance(piece, Trouble):
                self.case.faulty = True
                self.case.intake.fault(piece.path, piece.message, line=piece.line)
            else:
                self._take(piece)
        index = self.case.index
        for held, said, targets in self._quick:
            found = index.get(said)
            if found is None or (targets and found.type not in targets):
                self._look_up(held, said, targets)
        for held, mention in self._mentions:
            self._check(held, mention)

    def _take(self, piece: Entry) -> None:
        value = piece.value
        line = piece.line if not piece.path.startswith("entry[") else None
        if isinstance(value, Outline):
            if self._bundle:
                self._outlined(value, piece.path)
        elif not isinstance(value, dict):
            self._fault(piece.path, "must be a resource, which is an object", line)
        elif piece.envelope:
            self._open(value)
        elif piece.path.startswith("entry["):
            if self._bundle:
                self._entry(value, piece.path, None)
        elif value.get("resourceType") == "Bundle":
            self._whole(value, piece.path, line)
        else:
            self._resource(value, piece.path, line if piece.path or piece.line > 1 else None, "")

    def _whole(self, value: Json, outer: str, line: int | None) -> None:
        """Take a bundle that stands on one line, or has no entries."""
        self._open({key: inner for key, inner in value.items() if key != "entry"})
        listed = value.get("entry", [])
        if not isinstance(listed, list):
            self._fault("entry", "must be a list", line)
            return
        for place, each in enumerate(listed):
            path = f"{outer}.entry[{place}]".removeprefix(".")
            if isinstance(each, dict):
                self._entry(each, path, line)
            else:
                self._fault(path, "must be an object", line)

    def _fault(self, path: str, message: str, line: int | None) -> None:
        self.case.faulty = True
        self.case.intake.fault(path, message, line=line)

    def _open(self, value: Json) -> None:
        """Look at what stands around the entries of a bundle."""
        if value.get("resourceType") != "Bundle":
            self._bundle = {}
            self._resource({**value, "entry": []} if _knows(value) else value, "", None, "")
            return
        self._bundle = value
        self._urls.clear()
        for path, message in looked_at(value).faults:
            self._fault(path, message, None)
        kind = self._kind = _text(value.get("type"))
        if "total" in value and kind not in {"searchset", "history"}:
            self._fault("total", "must only be given in a searchset or history (bdl-1)", None)
        if kind == "document":
            known = value.get("identifier")
            if not isinstance(known, dict) or not {"system", "value"} <= known.keys():
                self._fault(
                    "identifier", "must be given in a document, with its system (bdl-9)", None
                )
            if "timestamp" not in value:
                self._fault("timestamp", "must be given in a document (bdl-10)", None)

    def _entry(self, entry: Json, path: str, line: int | None) -> None:
        resource = entry.get("resource")
        around = {key: inner for key, inner in entry.items() if key != "resource"}
        for inner, message in looked_at_entry(around, has_resource="resource" in entry):
            self._fault(f"{path}.{inner}" if inner else path, message, line)
        self._fitting(entry, path, line)
        request = entry.get("request")
        method = _text(request.get("method")) if isinstance(request, dict) else ""
        if method in {"DELETE", "PATCH"}:
            self.case.leave("Bundle.entry", "asks to delete or patch, which an import does not")
        elif "resource" not in entry:
            if method in {"POST", "PUT"}:
                self._fault(f"{path}.resource", "is required and missing", line)
        elif not isinstance(resource, dict):
            self._fault(f"{path}.resource", "must be an object", line)
        else:
            url = _text(entry.get("fullUrl"))
            if url and self._is_second(url, resource):
                self._fault(f"{path}.fullUrl", "must not be used twice in one bundle (bdl-7)", line)
            else:
                self._resource(resource, f"{path}.resource", line, url)

    def _outlined(self, outlined: Outline, path: str) -> None:
        """Take an entry of which no more is needed than that it was there."""
        self._fitting(outlined.around, path, None)
        meta = {"meta": {"versionId": outlined.version}}
        if outlined.url and self._is_second(outlined.url, meta):
            self._fault(f"{path}.fullUrl", "must not be used twice in one bundle (bdl-7)", None)
            return
        known = {"id": outlined.id}
        held = self._held(outlined.type, known, f"{path}.resource", None, outlined.url)
        if held is not None:
            self._quick += [(held, said, targets) for said, targets in outlined.references]
            self._pass_by(held, _WHY.get(held.type, _NO_PLACE))

    def _fitting(self, entry: Json, path: str, line: int | None) -> None:
        """See whether what stands around a resource fits the type of the bundle."""
        kind = self._kind
        asked = kind in _REQUESTED
        if asked != ("request" in entry):
            words = (
                f"must be given in a {kind}" if asked else "must be left out: nothing is asked for"
            )
            self._fault(f"{path}.request", f"{words} (bdl-3)", line)
        if kind not in _ANSWERED and "response" in entry:
            self._fault(f"{path}.response", "must only be given in an answer (bdl-4)", line)
        if "search" in entry and kind != "searchset":
            self._fault(f"{path}.search", "must only be given in a searchset (bdl-2)", line)

    def _is_second(self, url: str, resource: Json) -> bool:
        if self._kind == "history":
            return False
        meta = resource.get("meta")
        version = str(meta.get("versionId", "")) if isinstance(meta, dict) else ""
        if (url, version) in self._urls:
            return True
        self._urls.add((url, version))
        return False

    def _resource(self, data: Json, path: str, line: int | None, url: str) -> None:
        kind = type_of(data)
        if not kind:
            self._fault(
                f"{path}.resourceType".removeprefix("."), "must name a type of resource", line
            )
            return
        held = self._held(kind, data, path, line, url)
        if held is None:
            return
        if kind not in resource_types():
            self._pass_by(held, _NO_PLACE)
            return
        references = None if _is_bound(data) else vouched(data, kind)
        if references is not None and not any(unmet(data)):
            self._quick += [(held, said, targets) for said, targets in references]
            self._keep(held)
            return
        shape = looked_at(data)
        for inner, message in shape.faults:
            self.case.fault(held, inner, message)
        for inner in shape.notes:
            self.case.leave(f"{kind}.{_INDEX.sub('', inner)}", _NUMBER_AS_TEXT)
        self._mentions += [(held, mention) for mention in shape.mentions]
        if shape.faults:
            self._name(held)
            return
        self._keep(held)

    def _held(self, kind: str, data: Json, path: str, line: int | None, url: str) -> Held | None:
        """Return a resource with its names; None where it was given before."""
        key = f"{kind}/{data['id']}" if is_id(data.get("id")) else url or _digest(kind, data)
        names = tuple(dict.fromkeys(name for name in (url, key) if name))
        place = f"{path}({shown(kind, data)})" if path else shown(kind, data)
        held = Held(kind, data, place, line, names, key, self._kind in _CREATED)
        if key in self._keys:
            if "sha256-" in key:
                self.case.leave(kind, "is given again, word for word")
            elif self._kind == "history":
                self.case.leave(kind, "an older version of a resource")
            elif not url.startswith("http") or url.endswith(key):
                self._fault(held.path, "must not be given twice with the same type and id", line)
            return None
        self._keys.add(key)
        return held

    def _keep(self, held: Held) -> None:
        if held.type in _NOT_HANDLED or not _matters(held):
            self._pass_by(held, _WHY.get(held.type, _NO_PLACE))
        else:
            self._contained(held)
            self.case.hold(held)

    def _name(self, held: Held) -> None:
        for name in held.names:
            self.case.index.setdefault(name, held)

    def _pass_by(self, held: Held, reason: str) -> None:
        """Remember that a resource was there, and nothing of what it says."""
        self.case.leave(held.type, reason)
        held.data = {}
        self._name(held)

    def _contained(self, held: Held) -> None:
        for inner in held.data.get("contained", []):
            kind, own = type_of(inner), inner.get("id")
            if not kind or not is_id(own):
                continue
            place, known = f"{held.path}.contained", f"{held.key}#{own}"
            part = Held(kind, inner, place, held.line, (), known, holder=held)
            if kind in resource_types() and kind not in _NOT_HANDLED:
                self.case.hold(part)
            else:
                self.case.leave(f"{held.type}.contained({kind})", _NO_PLACE)
            self.case.index[part.key] = part

    def _look_up(self, held: Held, said: str, targets: frozenset[str]) -> None:
        """Check a reference again with its place, or with none where only the type was kept."""
        mentions = looked_at(held.data).mentions if held.data else []
        same = [each for each in mentions if each.value.get("reference") == said]
        for mention in same or [Mention({"reference": said}, targets, "")]:
            self._check(held, mention)

    def _check(self, held: Held, mention: Mention) -> None:
        said = mention.value.get("reference")
        if not isinstance(said, str):
            return
        wanted = " or ".join(sorted(mention.targets))
        path = f"{mention.path}.reference".removeprefix(".")
        found = self.case.index.get(said)
        if said.startswith("#"):
            ids = {each.get("id"): each for each in _list(held.data.get("contained"))}
            if said != "#" and held.data and said[1:] not in ids:
                self.case.fault(
                    held,
                    path,
                    "must be contained in the resource; nothing there has this id (ref-1)",
                )
            return
        if said.startswith("urn:") and found is None:
            self.case.fault(held, path, "must be in the input: nothing there has this fullUrl")
            return
        relative = _RELATIVE.fullmatch(said)
        kind = found.type if found is not None else relative[1] if relative else ""
        if "://" in said and found is None and kind not in resource_types():
            return
        if kind and mention.targets and kind not in mention.targets:
            self.case.fault(held, path, f"must refer to: {wanted}")


def _is_bound(data: Json) -> bool:
    """Tell whether a concept must be looked at whose codes are fixed; a condition's state."""
    for key, owner in (("clinicalStatus", "Condition"), ("verificationStatus", "Condition")):
        value = data.get(key)
        if value is not None:
            codes = owners()[owner].elements[key].codes
            codings = value.get("coding") if isinstance(value, dict) else None
            first = codings[0] if isinstance(codings, list) and codings else None
            if not isinstance(first, dict) or _text(first.get("code")) not in codes:
                return True
    return False


def looked_at_entry(around: Json, *, has_resource: bool) -> list[tuple[str, str]]:
    """Return what is wrong with what stands around the resource of a bundle's entry."""
    if has_resource and is_plain(around):
        return []
    return [
        (path, message)
        for path, message in looked_at(around, "Bundle.entry").faults
        if not (has_resource and message.endswith("(bdl-5)"))
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _knows(value: Json) -> bool:
    return type_of(value) in resource_types()


def _list(value: Any) -> list[Any]:  # Any: what the document says
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _digest(kind: str, data: Json) -> str:
    text = json.dumps(data, sort_keys=True, default=str).encode()
    return f"{kind}/sha256-{hashlib.sha256(text).hexdigest()[:32]}"


_WHY = {
    "Observation": "measurements and findings have no place in wraparound",
    "Encounter": "is no contact of care coordination",
}


def _matters(held: Held) -> bool:
    if held.type == "Observation":
        return is_strength(held) or is_preference(held)
    if held.type == "Encounter":
        return of_coordination(*held.data.get("type", []), held.data.get("serviceType"))
    return True
