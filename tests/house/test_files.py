"""What holds for every file of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
SOURCES = sorted([*HOUSE.glob("src/**/*.py"), *HOUSE.glob("plugins/*/src/**/*.py")])
WRITTEN = sorted(
    [
        *SOURCES,
        *HOUSE.glob("*.py"),
        *(
            place
            for folder in ("benchmarks", "examples", "plugins/*/tests", "tests", "tools")
            for place in HOUSE.glob(f"{folder}/**/*.py")
        ),
    ]
)
LONGEST = 400  # lines: past this, ask which noun is missing
NAMELESS = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}


def said(place: Path) -> str:
    return place.relative_to(HOUSE).as_posix()


def lines_with(pattern: str, places: list[Path]) -> list[str]:
    found = re.compile(pattern)
    return [
        f"{said(place)}:{number}"
        for place in places
        for number, line in enumerate(place.read_text("utf-8").splitlines(), start=1)
        if found.search(line)
    ]


def test_there_is_a_house_to_look_at():
    """The tests below would pass on nothing: there is something."""
    assert SOURCES


def test_no_file_is_longer_than_400_lines():
    """A file past 400 lines hides a noun that should have a file of its own."""
    lengths = {said(place): len(place.read_text("utf-8").splitlines()) for place in WRITTEN}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_an_import_for_a_type_is_an_import():
    """No import of the house hides from the drawing of the floors behind TYPE_CHECKING."""
    hidden = re.compile(r"if TYPE_CHECKING:\n(?:[ ].*\n|\n)*?[ ]+(?:from|import) wraparound")
    assert hidden.search(
        "if TYPE_CHECKING:\n    import attrs\n\n    from wraparound import model\n"
    )
    assert [said(place) for place in SOURCES if hidden.search(place.read_text("utf-8"))] == []


def test_every_ignored_type_error_says_why():
    """A ``type: ignore`` names its error and carries its reason on the line."""
    bare = r"#\s*(type|pyright):\s*ignore(\[[^\]]*\])?\s*$"
    assert lines_with(bare, SOURCES) == []


def test_what_is_to_do_names_its_issue():
    """A TODO in the sources says which issue it waits for."""
    assert lines_with(r"\b(FIXME|XXX)\b|\bTODO\b(?!.*#\d)", SOURCES) == []


def test_every_module_is_named_after_a_thing():
    """No module is called utils, helpers, common, base or manager."""
    nameless = [said(place) for place in SOURCES if place.stem.strip("_") in NAMELESS]
    nameless += [said(place) for place in SOURCES if place.parent.name in NAMELESS]
    assert nameless == []


def test_every_package_tells_type_checkers_that_it_is_typed():
    """Each distribution ships ``py.typed``."""
    packages = [*HOUSE.glob("src/*/__init__.py"), *HOUSE.glob("plugins/*/src/*/__init__.py")]
    assert packages
    assert [said(place) for place in packages if not place.with_name("py.typed").exists()] == []


@pytest.mark.parametrize(
    "name",
    [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "SECURITY.md",
        "docs/index.md",
        "mkdocs.yml",
    ],
)
def test_a_newcomer_finds_what_a_newcomer_looks_for(name):
    """The pages that people open first exist and are not empty."""
    assert (HOUSE / name).read_text("utf-8").strip()
