"""Offers, choices and notices on a page of evidence: in sentences, hidden unless personal."""

from __future__ import annotations

import json

from wraparound.documents.evidence_choices import choice_rows


def rows(kind, body=None):
    record = {"kind": kind, "id": "r", "recorded_at": "2026-01-02T00:00:00+00:00"}
    if body is not None:
        record["body"] = json.dumps(body)
    names = {"larkspur": "Larkspur Family Counseling"}
    return list(choice_rows({"review": {"names": names}, "records": [record]}))


def test_an_offer_says_who_was_shown_and_what_the_family_answered():
    (row,) = rows(
        "service_offer",
        {
            "category": "respite",
            "on": "2026-01-01",
            "offered_by": "staff-1",
            "directory_as_of": "2025-12-01",
            "options": [
                {"provider": "larkspur", "answer": "chosen", "reason": "They come to us."},
                {"provider": "maple"},
            ],
        },
    )
    assert row[0] == "What was offered"
    assert row[2] == "2026-01-01"
    assert row[4] == (
        "respite, shown by staff-1; Larkspur Family Counseling: chosen, because: They come to us.; "
        "maple: undecided; from the directory of 2025-12-01"
    )


def test_an_offer_of_nobody_says_so():
    (row,) = rows("service_offer", {"category": "respite", "on": "2026-01-01"})
    assert row[4] == "respite, shown by nobody named; no provider was shown"


def test_a_choice_says_what_is_not_recorded():
    asked = {"service_options_given": True, "service_selection": True}
    (row,) = rows("service_choice", {"service": "s-1", "on": "2026-01-01", **asked})
    assert "the family was told of other services, chose this service" in row[4]
    assert "it is not recorded that the family was told of other providers" in row[4]


def test_a_notice_says_in_what_form_and_language():
    body = {"kind": "right_to_other_coordinator", "on": "2026-01-01", "forms": ["verbal"]}
    (row,) = rows("notice", {**body, "language": "es"})
    assert row[4] == "right to other coordinator; given verbal; in the language es"


def test_what_is_hidden_stays_hidden():
    (row,) = rows("service_offer")
    assert (row[2], row[4]) == ("hidden", "hidden")
    assert rows("plan") == []
