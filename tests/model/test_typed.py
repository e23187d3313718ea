"""Records that the library builds out of what other records hold: types unchecked, all else not."""

from __future__ import annotations

from datetime import date

import pytest

from wraparound.errors import RecordInvalid
from wraparound.model import Evidence, Period
from wraparound.model.record import typed

new_evidence, new_period = typed(Evidence), typed(Period)


def test_it_is_the_record_that_its_class_would_build():
    wanted = Evidence(id="tie", kind="tie", says="employed by", subject="ana")
    assert new_evidence(id="tie", kind="tie", says="employed by", subject="ana") == wanted


def test_what_its_fields_demand_is_still_refused():
    with pytest.raises(RecordInvalid, match="must be a text that is not blank"):
        new_evidence(id=" ", kind="tie", says="employed by")


def test_what_contradicts_itself_is_still_refused():
    with pytest.raises(RecordInvalid, match="must be a day after the start"):
        new_period(start=date(2026, 2, 1), end=date(2026, 2, 1))


def test_it_is_frozen():
    with pytest.raises(AttributeError):
        new_period().start = date(2026, 2, 1)
