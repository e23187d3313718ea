"""Rules of FHIR R4 that hold between elements: its invariants, each under its own key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

Json = dict[str, Any]  # Any: whatever the document says
Problems = Iterator[tuple[str, str]]

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFIED = "http://terminology.hl7.org/CodeSystem/condition-ver-status"


def _has(value: Json, name: str) -> bool:
    return any(key == name or (key.startswith(name) and key[len(name)].isupper()) for key in value)


def _codes(concept: object, system: str) -> set[object]:
    codings = cast("Json", concept).get("coding", []) if concept is not None else []
    return {each.get("code") for each in codings if each.get("system") == system}


def _period(value: Json) -> Problems:
    start, end = value.get("start"), value.get("end")
    if isinstance(start, str) and isinstance(end, str):
        length = min(len(start), len(end), len("2020-01-01"))
        if start[:length] > end[:length]:
            yield "", "must not start after it ends (per-1)"


def _reference(value: Json) -> Problems:
    if not any(key in value for key in ("reference", "identifier", "display", "extension", "type")):
        yield "", "must say what it refers to"


def _quantity(value: Json) -> Problems:
    if "code" in value and "system" not in value:
        yield "system", "must be given where there is a code (qty-3)"


def _range(value: Json) -> Problems:
    low, high = value.get("low", {}).get("value"), value.get("high", {}).get("value")
    if low is not None and high is not None and low > high:
        yield "", "must not begin above its end (rng-2)"


def _ratio(value: Json) -> Problems:
    if ("numerator" in value) != ("denominator" in value):
        yield "", "must have both a numerator and a denominator (rat-1)"


def _contact_point(value: Json) -> Problems:
    if "value" in value and "system" not in value:
        yield "system", "must be given where there is a value (cpt-2)"


def _attachment(value: Json) -> Problems:
    if "data" in value and "contentType" not in value:
        yield "contentType", "must be given where there is data (att-1)"


def _extension(value: Json) -> Problems:
    if _has(value, "value") == ("extension" in value):
        yield "", "must have either a value or extensions of its own (ext-1)"


def _patient_contact(value: Json) -> Problems:
    if not any(key in value for key in ("name", "telecom", "address", "organization")):
        yield "", "must have a name, a telecom, an address or an organization (pat-1)"


def _organization(value: Json) -> Problems:
    if "identifier" not in value and "name" not in value:
        yield "", "must have an identifier or a name (org-1)"
    for key, rule in (("address", "org-2"), ("telecom", "org-3")):
        if any(each.get("use") == "home" for each in value.get(key, [])):
            yield key, f"must not be a home's ({rule})"


def _activity(value: Json) -> Problems:
    if "detail" in value and "reference" in value:
        yield "", "must have a detail or a reference, not both (cpl-3)"


def _goal_target(value: Json) -> Problems:
    if _has(value, "detail") and "measure" not in value:
        yield "measure", "must be given where there is a detail (gol-1)"


def _condition(value: Json) -> Problems:
    clinical = _codes(value.get("clinicalStatus"), _CLINICAL)
    if _has(value, "abatement") and not clinical & {"resolved", "remission", "inactive"}:
        yield "clinicalStatus", "must be resolved, remission or inactive if it abated (con-4)"
    wrong = "entered-in-error" in _codes(value.get("verificationStatus"), _VERIFIED)
    if wrong and "clinicalStatus" in value:
        yield "clinicalStatus", "must be left out of what was entered in error (con-5)"


def _stage(value: Json) -> Problems:
    if "summary" not in value and "assessment" not in value:
        yield "", "must have a summary or an assessment (con-1)"


def _evidence(value: Json) -> Problems:
    if "code" not in value and "detail" not in value:
        yield "", "must have a code or a detail (con-2)"


def _consent(value: Json) -> Problems:
    if "policy" not in value and "policyRule" not in value:
        yield "", "must have a policy or a policyRule (ppc-1)"


def _observation(value: Json) -> Problems:
    if "dataAbsentReason" in value and _has(value, "value"):
        yield "dataAbsentReason", "must be left out where there is a value (obs-6)"
    own = {(each.get("system"), each.get("code")) for each in value["code"].get("coding", [])}
    for place, part in enumerate(value.get("component", []) if _has(value, "value") else []):
        codings = part["code"].get("coding", [])
        if any((each.get("system"), each.get("code")) in own for each in codings):
            yield f"component[{place}].code", "must not repeat the observation's own code (obs-7)"


def _reference_range(value: Json) -> Problems:
    if not any(key in value for key in ("low", "high", "text")):
        yield "", "must have a low, a high or a text (obs-3)"


def _service_request(value: Json) -> Problems:
    if "orderDetail" in value and "code" not in value:
        yield "orderDetail", "must only be given beside a code (prr-1)"


def _task(value: Json) -> Problems:
    made, changed = value.get("authoredOn"), value.get("lastModified")
    if isinstance(made, str) and isinstance(changed, str):
        length = min(len(made), len(changed), len("2020-01-01"))
        if changed[:length] < made[:length]:
            yield "lastModified", "must not be before authoredOn (inv-1)"


def _group(value: Json) -> Problems:
    if "member" in value and value.get("actual") is not True:
        yield "member", "must only be given in an actual group (grp-1)"


def _answered_item(value: Json) -> Problems:
    if "answer" in value and "item" in value:
        yield "", "must have answers or items, not both (qrs-1)"


def _signed_entry(value: Json) -> Problems:
    if not any(key in value for key in ("resource", "request", "response")):
        yield "", "must hold a resource (bdl-5)"
    if "/_history/" in str(value.get("fullUrl", "")):
        yield "fullUrl", "must not name a version (bdl-8)"


RULES: dict[str, Callable[[Json], Problems]] = {
    "Period": _period,
    "Reference": _reference,
    "Quantity": _quantity,
    "Duration": _quantity,
    "Age": _quantity,
    "Range": _range,
    "Ratio": _ratio,
    "ContactPoint": _contact_point,
    "Attachment": _attachment,
    "Extension": _extension,
    "Patient.contact": _patient_contact,
    "Organization": _organization,
    "CarePlan.activity": _activity,
    "Goal.target": _goal_target,
    "Condition": _condition,
    "Condition.stage": _stage,
    "Condition.evidence": _evidence,
    "Consent": _consent,
    "Observation": _observation,
    "Observation.referenceRange": _reference_range,
    "ServiceRequest": _service_request,
    "Task": _task,
    "Group": _group,
    "QuestionnaireResponse.item": _answered_item,
    "Bundle.entry": _signed_entry,
}
"""The rules of each object; they are asked after its elements were looked at."""
