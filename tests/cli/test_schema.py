"""The JSON Schema of every kind of record can be printed, or published as files."""

from __future__ import annotations

import json

from click.testing import CliRunner

from wraparound.cli import wraparound
from wraparound.codec import to_document
from wraparound.model.kinds import KINDS
from wraparound.testing import synthetic_family


def run(*words):
    return CliRunner().invoke(wraparound, ["schema", *words])


def test_one_kind_is_printed_by_itself():
    schema = json.loads(run("plan").output)
    assert schema["title"] == "plan"
    fields = schema["$defs"]["Plan"]["properties"]
    plan = next(each for each in synthetic_family(1) if type(each).__name__ == "Plan")
    assert set(to_document(plan)) == set(fields)


def test_every_kind_becomes_a_file(tmp_path):
    assert run("--to", str(tmp_path / "schemas")).exit_code == 0
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {
        f"{kind}.schema.json" for kind in KINDS
    }


def test_a_kind_that_is_not_there_is_refused_with_the_nearest():
    answer = run("plam")
    assert answer.exit_code == 2
    assert "did you mean 'plan'" in answer.output
