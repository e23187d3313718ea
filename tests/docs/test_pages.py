"""What holds for every page: it is found, its links lead somewhere, and its code is run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

HOUSE = Path(__file__).resolve().parents[2]
DOCS = HOUSE / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)")
FENCE = re.compile(r"^( *)```.*?^\1```", re.DOTALL | re.MULTILINE)
PLACE = re.compile(r"`((?:docs|examples|plugins|src|tests)/[\w./-]*)`")


def said(place):
    return place.relative_to(HOUSE).as_posix()


def prose(place):
    """A page without its blocks of code."""
    return FENCE.sub("", place.read_text("utf-8"))


def anchors(place):
    """The anchors of a page's headings, as mkdocs makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(place), re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", each.lower()).strip().replace(" ", "-") for each in headings}


def in_nav(entry):
    """Every page that the navigation names."""
    if isinstance(entry, str):
        return [entry]
    entries = entry.values() if isinstance(entry, dict) else entry
    return [page for each in entries for page in in_nav(each)]


def navigation():
    settings = yaml.safe_load((HOUSE / "mkdocs.yml").read_text("utf-8"))
    return in_nav(settings["nav"])


def test_no_page_is_an_orphan_and_none_is_missing():
    """The navigation names every page once, and no page that is not there."""
    assert sorted(navigation()) == sorted(page.relative_to(DOCS).as_posix() for page in PAGES)


@pytest.mark.parametrize("place", [HOUSE / "README.md", *PAGES], ids=said)
def test_every_link_of_a_page_leads_somewhere(place):
    """A link inside the repository names a file or folder that is there, and a heading in it."""
    lost = []
    for link in LINK.findall(prose(place)):
        path, _, anchor = link.partition("#")
        target = (place.parent / path).resolve() if path else place
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("place", PAGES, ids=said)
def test_a_page_of_the_site_links_only_into_the_site(place):
    """A link out of ``docs/`` works on a disk and breaks on the built site."""
    targets = [
        (place.parent / link.partition("#")[0]).resolve() for link in LINK.findall(prose(place))
    ]
    assert [str(each) for each in targets if not each.is_relative_to(DOCS)] == []


@pytest.mark.parametrize("place", [HOUSE / "README.md", *PAGES], ids=said)
def test_every_place_that_a_page_names_is_there(place):
    """A path in the text, such as a folder of examples, exists."""
    named = PLACE.findall(prose(place))
    assert [each for each in named if not (HOUSE / each).exists()] == []


@pytest.mark.parametrize("place", [HOUSE / "README.md", *PAGES], ids=said)
def test_no_block_of_python_is_skipped(place):
    """Python that is shown is run: none is switched off, and none hides inside a list."""
    text = place.read_text("utf-8")
    assert not re.search(r"<!--[-\s]*skip:", text)
    assert not re.search(r"^ +```python", text, re.MULTILINE)


@pytest.mark.parametrize("place", PAGES, ids=said)
def test_a_page_has_one_title_and_it_comes_first(place):
    """Each page begins with its title, and has no second one."""
    titles = re.findall(r"^# .+$", prose(place), re.MULTILINE)
    assert len(titles) == 1
    assert place.read_text("utf-8").startswith(titles[0])


def test_the_first_two_commands_of_the_readme_are_demo_and_test():
    """A newcomer meets ``make demo`` and ``make test`` first, each with its plain equivalent."""
    readme = (HOUSE / "README.md").read_text("utf-8")
    words = re.findall(r"`make (\w+)` \| `python make\.py (\w+)`", readme)
    assert words[:2] == [("demo", "demo"), ("test", "test")]


def test_the_example_in_the_readme_is_short():
    """The first Python that people see has at most twenty lines that say something."""
    readme = (HOUSE / "README.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert len([line for line in example.group(1).splitlines() if line.strip()]) <= 22
