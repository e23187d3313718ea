"""Oakfield in a sealed trail, and its evidence in folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from wraparound.cli import wraparound

OAKFIELD = Path(__file__).parents[2] / "examples" / "oakfield"
DAY = "2026-11-02"


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Oakfield in a sealed trail: the folder, and how to run the command on it."""
    folder = tmp_path_factory.mktemp("county")
    store = f"sqlite:///{(folder / 'oakfield.db').as_posix()}"

    def run(*words):
        ran = CliRunner().invoke(
            wraparound, [str(each) for each in words], env={"WRAPAROUND_STORE": store}
        )
        assert ran.exit_code == 0, ran.output
        return ran.output

    run("import", OAKFIELD, "--by", "office")
    run("storage", "signing-key", folder / "key")
    sealed = ("--key", folder / "key", "--anchor", folder / "anchors.jsonl")
    run("storage", "seal", store, *sealed)
    return folder, run


@pytest.fixture
def made(county, tmp_path):
    """The evidence of a family, whole."""

    def of(family="birch", *words):
        _, run = county
        run("evidence", family, "--as-of", DAY, "--out", tmp_path / "out", *words)
        return tmp_path / "out"

    return of
