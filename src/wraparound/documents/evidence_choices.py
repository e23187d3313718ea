"""What a family was offered and told, and what it chose, as lines of a page of evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = dict[str, Any]  # Any: the values that JSON can say

_ASKED = {
    "service_options_given": "was told of other services",
    "service_selection": "chose this service",
    "provider_options_given": "was told of other providers",
    "provider_selection_agreement": "agreed to this provider",
    "plan_agreement": "agreed to the plan",
    "setting_choice": "chose where",
}
_TITLES = {
    "service_offer": "What was offered",
    "service_choice": "What the family chose",
    "notice": "What the family was told",
}
CHOICE_HEADS = ("what", "record", "on", "recorded", "says")
"""What stands over the rows of ``choice_rows``."""


def choice_rows(document: Document) -> Iterator[tuple[str, ...]]:
    """Yield a row for each offer, choice and notice among the records of a document of evidence."""
    names = document["review"]["names"]
    for record in document["records"]:
        if record["kind"] not in _TITLES:
            continue
        fields = json.loads(record["body"]) if "body" in record else None
        said = ["hidden"] if fields is None else list(_SAID[record["kind"]](fields, names))
        day = "hidden" if fields is None else fields.get("on") or "not known"
        yield (
            _TITLES[record["kind"]],
            record["id"],
            day,
            record["recorded_at"],
            "; ".join(said),
        )


def _offer(fields: Document, names: Mapping[str, str]) -> Iterator[str]:
    by = fields.get("offered_by")
    yield f"{fields['category']}, shown by {names.get(by, by) if by else 'nobody named'}"
    for option in fields.get("options") or ():
        provider = option["provider"]
        answer = option.get("answer", "undecided")
        reason = f", because: {option['reason']}" if option.get("reason") else ""
        yield f"{names.get(provider, provider)}: {answer}{reason}"
    if not fields.get("options"):
        yield "no provider was shown"
    if fields.get("directory_as_of"):
        yield f"from the directory of {fields['directory_as_of']}"


def _choice(fields: Document, _: Mapping[str, str]) -> Iterator[str]:
    yield f"about the service {fields['service']}"
    agreed = [words for name, words in _ASKED.items() if fields.get(name)]
    lacking = [words for name, words in _ASKED.items() if not fields.get(name)]
    if agreed:
        yield f"the family {', '.join(agreed)}"
    if lacking:
        yield f"it is not recorded that the family {', '.join(lacking)}"


def _notice(fields: Document, _: Mapping[str, str]) -> Iterator[str]:
    yield str(fields["kind"]).replace("_", " ")
    yield f"given {' and '.join(fields.get('forms') or ()) or 'in no form that is recorded'}"
    if isinstance(fields.get("language"), str):
        yield f"in the language {fields['language']}"


_SAID: Mapping[str, Callable[[Document, Mapping[str, str]], Iterator[str]]] = {
    "service_offer": _offer,
    "service_choice": _choice,
    "notice": _notice,
}
