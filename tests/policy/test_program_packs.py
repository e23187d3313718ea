"""Program packs: every one of ours is sound, and a bad one tells all its faults at once."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.errors import PolicyInvalid, PolicyUnknown
from wraparound.policy import choose_program, program_pack_names, read_program_packs
from wraparound.policy.program_packaged import load_program_pack
from wraparound.policy.program_reading import read_program_pack

PACK = """\
policy: lake-county
title: Lake County
jurisdiction: US-XX
legal_force: fictional
compiled_on: "2026-01-01"
timezone: America/Chicago
extends: [nwi-model]
parameters:
  - name: team_meeting_max_gap
    kind: max_gap
    value: 21
    unit: calendar_days
    start_event: enrolled
    satisfied_by: team_meeting_valid
    end_event: discharged
    exception_idiom: document_reason
    citation: Lake County handbook, page 4
    effective_from: null
    effective_to: null
    confidence: found
not_found: []
"""


@pytest.mark.parametrize("name", program_pack_names())
def test_every_packaged_pack_is_sound(name):
    """It loads with all that it extends, and each number that is used has its citation."""
    policy = choose_program(name)
    assert policy.pack.id == name
    for pack in policy.packs:
        for parameter in pack.parameters:
            assert parameter.citation.strip()
            assert parameter.value is not None


def test_a_county_extends_the_model(tmp_path):
    file = tmp_path / "lake-county.yaml"
    file.write_text(PACK, "utf-8")
    (pack,) = read_program_packs([file])
    policy = choose_program("lake-county", packs={pack.id: pack})
    assert [each.id for each in policy.packs] == ["lake-county", "nwi-model"]
    assert policy.on("team_meeting_max_gap", date(2026, 1, 1)).values == (21,)
    assert policy.on("team_size_max", date(2026, 1, 1)).pack == "nwi-model"
    assert "team_meeting_max_gap" in policy.names


def test_all_faults_are_told_at_once():
    bad = (
        PACK.replace("max_gap\n    value: 21", "max_gap\n    value: -1")
        .replace("unit: calendar_days", "unit: fortnights")
        .replace("satisfied_by: team_meeting_valid\n    ", "")
        .replace("America/Chicago", "America/Atlantis")
        .replace("citation:", "cite:")
    )
    with pytest.raises(PolicyInvalid) as caught:
        read_program_pack(bad, source="lake.yaml")
    paths = {fault.path for fault in caught.value.faults}
    assert paths >= {
        "timezone",
        "parameters[0].value",
        "parameters[0].unit",
        "parameters[0].satisfied_by",
        "parameters[0].citation",
        "parameters[0].cite",
    }


def test_two_versions_for_one_day_must_be_meant():
    entry = PACK[PACK.index("  - name:") : PACK.index("not_found")]
    twice = PACK.replace("not_found", entry + "not_found")
    with pytest.raises(PolicyInvalid, match="overlaps an earlier version"):
        read_program_pack(twice, source="lake.yaml")
    meant = twice.replace("confidence: found", "confidence: found\n    overlap_ok: true")
    assert len(read_program_pack(meant, source="lake.yaml").parameters) == 2


def test_a_circle_of_packs_is_refused():
    one = read_program_pack(PACK.replace("[nwi-model]", "[hill]"), source="a")
    two = read_program_pack(
        PACK.replace("lake-county", "hill").replace("[nwi-model]", "[lake-county]"), source="b"
    )
    with pytest.raises(PolicyInvalid, match="lake-county extends hill extends lake-county"):
        choose_program("lake-county", packs={each.id: each for each in (one, two)})


def test_an_unknown_pack_names_the_nearest():
    with pytest.raises(PolicyUnknown, match="us-ms"):
        choose_program("us-mss")
    assert load_program_pack("no-such-pack") is None
