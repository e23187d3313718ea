"""The reference says everything that the code says, and nothing else."""

from __future__ import annotations

import enum
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import wraparound
from wraparound import errors, model
from wraparound.conflict import load_catalogue
from wraparound.hooks import HOOK_NAMES, HookSpecs
from wraparound.model import KINDS
from wraparound.policy import load_packs, load_parameters
from wraparound.process.case_management import load_case_models
from wraparound.quality.catalogue import load_case_rules, load_rules
from wraparound.storage import contract

HOUSE = Path(__file__).resolve().parents[2]
REFERENCE = HOUSE / "docs" / "reference"
NOT_FOR_CODE = {"cli"}  # it is documented as a command, on a page of its own


def page(name):
    return (REFERENCE / name).read_text("utf-8")


def sections(text):
    """Each second-level heading of a page with what stands below it."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text):
    """The rows of every table of a page, without heads and rules."""
    found = []
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        if set(line) <= set("|-: "):
            found.pop()
            continue
        found.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
    return found


def code(words):
    return ", ".join(f"`{word}`" for word in words)


def told():
    """What the reference pages hand to mkdocstrings."""
    return {
        target
        for place in REFERENCE.rglob("*.md")
        for target in re.findall(r"^::: (\S+)$", place.read_text("utf-8"), re.MULTILINE)
    }


def has(target):
    """Whether a dotted name leads to a module, or to something in one."""
    room, _, name = target.rpartition(".")
    try:
        importlib.import_module(target)
    except ImportError:
        return hasattr(importlib.import_module(room), name)
    return True


@pytest.mark.parametrize("hook", HOOK_NAMES)
def test_every_hook_has_a_heading_its_signature_and_an_example(hook):
    """A heading, the exact signature below it, and an example that implements it."""
    section = sections(page("hooks.md"))[hook]
    signature = str(inspect.signature(getattr(HookSpecs, hook))).replace("'", "")
    assert f"```py\ndef {hook}{signature}: ...\n```" in section
    examples = "\n".join(re.findall(r"```python\n(.*?)```", section, re.DOTALL))
    assert f"@hookimpl\n    def {hook}(self" in examples


def test_every_heading_that_looks_like_a_hook_is_one():
    """A hook that was taken away takes its heading along."""
    headings = {name for name in sections(page("hooks.md")) if "_" in name}
    assert headings == set(HOOK_NAMES)


def test_every_rule_is_in_the_catalogue_with_its_question():
    """The table has each rule in the order of the library, in the library's words."""
    wanted = [
        (f"`{rule.code}`", rule.asks, "" if rule.status == "core" else rule.status)
        for rule in load_catalogue().values()
    ]
    assert rows(page("rules.md")) == wanted


def test_every_parameter_safeguard_and_role_is_listed():
    """The tables of what a pack may set are complete, with the library's meaning of each."""
    known = load_parameters()
    listed = rows(page("parameters.md"))
    meanings = [(row[0], row[-1]) for row in listed]
    wanted = [(f"`{each.name}`", " ".join(each.meaning.split())) for each in known.known.values()]
    wanted += [(f"`{name}`", meaning) for name, meaning in known.safeguards.items()]
    wanted += [(f"`{role}`", code(each)) for role, each in known.role_functions.items()]
    assert meanings == wanted


def test_every_default_is_the_one_that_holds():
    """What the table of parameters calls the default is what holds where nobody sets it."""
    listed = {row[0]: row[1] for row in rows(page("parameters.md")) if len(row) > 2}
    words = {None: "none", True: "yes", False: "no", (): "none"}
    wanted = {
        f"`{each.name}`": words[each.default]
        if each.default is None or isinstance(each.default, bool) or each.default == ()
        else code(each.default if isinstance(each.default, tuple) else (each.default,))
        for each in load_parameters().known.values()
    }
    assert listed == wanted


def test_every_packaged_pack_is_listed():
    """The first table of the page is the list of packs that come with the library."""
    listed = rows(sections(page("policy.md"))["Packs that come with the library"])
    assert listed == [(f"`{pack.id}`", pack.title) for pack in load_packs().values()]


def test_every_kind_of_record_is_listed_with_its_fields():
    """The table of kinds says what each is found by."""
    listed = rows(sections(page("model/index.md"))["Kinds of stored record"])
    wanted = [
        (f"`{kind.name}`", f"`{kind.record.__name__}`", code(kind.index)) for kind in KINDS.values()
    ]
    assert listed == wanted


def test_every_enumeration_is_listed_with_its_values():
    """The page of words has every enumeration of the model and all of its values."""
    modules = [
        importlib.import_module(f"wraparound.model.{each.name}")
        for each in pkgutil.iter_modules(model.__path__)
    ]
    found = {
        (f"`{name}`", code(member.value for member in each))
        for module in modules
        for name, each in vars(module).items()
        if inspect.isclass(each) and issubclass(each, enum.Enum)
        if each.__module__ == module.__name__
    }
    assert rows(page("model/words.md")) == sorted(found)


def test_every_module_of_the_model_is_in_the_reference():
    """Each noun's file has its place on one of the pages."""
    wanted = {f"wraparound.model.{each.name}" for each in pkgutil.iter_modules(model.__path__)}
    assert wanted - told() == set()


def test_every_room_is_in_the_reference():
    """Each room of the house, except the command, shows something on a reference page."""
    rooms = {each.name for each in pkgutil.iter_modules(wraparound.__path__)} - NOT_FOR_CODE
    assert rooms - {target.split(".")[1] for target in told()} == set()


def test_everything_that_the_reference_shows_is_there():
    """No page asks for a module, class or function that is gone."""
    assert [target for target in sorted(told()) if not has(target)] == []


def test_the_tree_of_errors_is_complete():
    """Every error stands in the tree on top of its module, which the page shows."""
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__))
    public = {
        name
        for name, each in vars(errors).items()
        if inspect.isclass(each) and issubclass(each, Exception) and not name.startswith("_")
    }
    assert drawn == public - {"WraparoundError"}


def test_the_guide_counts_the_promises_rightly():
    """The guide to adapters speaks of as many promises as the contract has."""
    promises = re.findall(r"^(\d+)\. ", contract.__doc__, re.MULTILINE)
    assert promises == [str(number) for number in range(1, 29)]
    guide = HOUSE / "docs" / "how-to" / "write-a-storage-adapter.md"
    assert "28 promises" in guide.read_text("utf-8")


def test_every_environment_variable_is_on_the_page():
    """What the sources and the tests read from the environment is listed, and nothing else."""
    places = [*HOUSE.glob("src/**/*.py"), *HOUSE.glob("tests/**/*.py")]
    named = {
        name
        for place in places
        for name in re.findall(r"[\"'](WRAPAROUND_[A-Z_]+)[\"']", place.read_text("utf-8"))
    }
    listed = {row[0].strip("`") for row in rows(page("configuration.md"))}
    assert named == {name for name in listed if name.startswith("WRAPAROUND_")}


def test_every_rule_of_the_plan_review_is_on_its_page():
    """Each with its title, its weight and what it goes by."""
    wanted = [
        (f"`{rule.code}`", rule.title, rule.severity.value, rule.parameter)
        for rule in load_rules().values()
    ]
    shown = [
        (cells[0], cells[1], cells[2].split(";")[0], cells[3].split("`")[1] if cells[3] else "")
        for line in page("plan-rules.md").splitlines()
        if line.startswith("| `") and len(cells := [c.strip() for c in line.split("|")[1:-1]]) == 5
    ]
    assert shown == wanted


def test_every_rule_about_casework_is_on_its_page():
    """Each with its title, its weight and its source."""
    listed = rows(sections(page("casework.md"))["Rules about casework"])
    assert listed == [
        (f"`{rule.code}`", rule.title, rule.severity.value, rule.source)
        for rule in load_case_rules().values()
    ]


def test_every_model_of_case_management_is_on_its_page():
    """Each with what it is, and with every number and its source."""
    listed = {row[0]: row for row in rows(sections(page("casework.md"))["Case management"])}
    for way in load_case_models().values():
        row = listed[f"`{way.model.value}`"]
        assert row[1] == way.about
        for number in way.numbers:
            assert any(number.value in cell for cell in row[2:]), number.what
