"""Plugins are called by contract; a broken one is named, isolated and reported."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from wraparound import Program
from wraparound.chart import Chart
from wraparound.errors import ChangeRefused, PluginInvalid
from wraparound.hooks import HOOK_NAMES, Hooks, Notification, RecordChange, hookimpl, load_plugins
from wraparound.model.family import Family
from wraparound.model.findings import Disposition, Finding, Severity
from wraparound.policy.predicates import Fact
from wraparound.storage import MemoryStore

HERE = Path(__file__).parent
CHANGE = RecordChange(id="c-1", at=datetime(2026, 1, 1, tzinfo=UTC), by="u-1")
CHART = Chart.of([Family(id="fam-1")], as_of=date(2026, 1, 1))
FINDING = Finding(rule="HOST-01", severity=Severity.LOW, disposition=Disposition.POTENTIAL)
SECRET = "Zebulon-Marker"


class Broken:
    """Fails in every hook, with a family's words in the error."""

    @hookimpl
    def check_chart(self, chart):
        raise ValueError(SECRET)

    @hookimpl
    def before_commit(self, change):
        raise RuntimeError(SECRET)

    @hookimpl
    def after_commit(self, change):
        raise RuntimeError(SECRET)

    @hookimpl
    def after_notification(self, notification):
        raise RuntimeError(SECRET)

    @hookimpl
    def register_policies(self):
        raise RuntimeError(SECRET)

    @hookimpl
    def register_importers(self):
        return ["not an importer"]


class Sound:
    """Answers as it should, and remembers what it heard."""

    def __init__(self):
        self.heard = []

    @hookimpl
    def check_chart(self):
        yield FINDING

    @hookimpl
    def after_commit(self, change):
        self.heard.append(change)

    @hookimpl
    def after_notification(self, notification):
        self.heard.append(notification)


@pytest.fixture
def both():
    hooks, sound = Hooks(), Sound()
    hooks.register(sound, name="sound")
    hooks.register(Broken(), name="broken")
    return hooks, sound


def test_a_failing_check_is_reported_and_stops_no_other(both):
    """The findings of the others come, beside the name of the plugin that failed."""
    findings, failed = both[0].check_chart(CHART)
    assert findings == (FINDING,)
    assert [(call.plugin, call.failure) for call in failed] == [("broken", "ValueError")]


def test_a_check_that_returns_something_else_is_a_failure():
    class Odd:
        @hookimpl
        def check_chart(self):
            return ["a text"]

    hooks = Hooks()
    hooks.register(Odd(), name="odd")
    findings, failed = hooks.check_chart(CHART)
    assert findings == ()
    assert failed[0].plugin == "odd"


def test_a_before_hook_refuses_with_its_reason():
    class Veto:
        @hookimpl
        def before_commit(self):
            return "the record is closed"

    hooks = Hooks()
    hooks.register(Veto(), name="veto")
    with pytest.raises(ChangeRefused, match="veto: the record is closed"):
        hooks.before_commit(CHANGE)


def test_a_failing_before_hook_refuses_the_change_and_tells_no_value(both):
    with pytest.raises(ChangeRefused, match="RuntimeError") as caught:
        both[0].before_commit(CHANGE)
    assert SECRET not in str(caught.value)


def test_a_failing_after_hook_is_logged_without_its_words(both, caplog):
    hooks, sound = both
    with caplog.at_level(logging.WARNING, logger="wraparound.hooks"):
        hooks.after_commit(CHANGE)
        hooks.after_notification(Notification(kind="finding", at=CHANGE.at))
    assert len(sound.heard) == 2
    assert "the plugin broken failed in after_commit: RuntimeError" in caplog.text
    assert SECRET not in caplog.text


def test_a_failing_registration_is_kept_for_the_report(both):
    hooks = both[0]
    assert hooks.register_policies() == ()
    assert hooks.register_importers() == ()
    assert [(call.hook, call.failure) for call in hooks.failures] == [
        ("register_policies", "RuntimeError"),
        ("register_importers", "returned a str"),
    ]


def test_the_first_store_that_is_resolved_is_taken():
    class Mine:
        def __init__(self, scheme):
            self.store, self.scheme = MemoryStore("p"), scheme

        @hookimpl
        def resolve_storage(self, url):
            return self.store if url.startswith(self.scheme) else None

    hooks, one, two = Hooks(), Mine("ehr:"), Mine("e")
    hooks.register(one, name="one")
    assert hooks.resolve_storage("other:", program="p") is None
    assert hooks.resolve_storage("ehr:x", program="p") is one.store
    hooks.register(two, name="two")
    assert hooks.resolve_storage("ehr:x", program="p") is two.store


def test_something_that_is_no_store_is_refused():
    class Odd:
        @hookimpl
        def resolve_storage(self):
            return "sqlite"

    hooks = Hooks()
    hooks.register(Odd(), name="odd")
    with pytest.raises(PluginInvalid, match="odd"):
        hooks.resolve_storage("x:", program="p")


class Misspelled:
    @hookimpl
    def check_charts(self, chart):
        return []


class WrongArgument:
    @hookimpl
    def check_chart(self, family_chart):
        return []


class Coroutine:
    @hookimpl
    async def check_chart(self, chart):
        return []


class Wrapper:
    @hookimpl(wrapper=True)
    def check_chart(self, chart):
        yield


class Nothing:
    pass


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (Misspelled, "did you mean 'check_chart'"),
        (WrongArgument, "family_chart"),
        (Coroutine, "coroutine"),
        (Wrapper, "wraps"),
        (Nothing, "implements no hook"),
    ],
)
def test_a_plugin_that_breaks_a_contract_is_refused_at_once(plugin, words):
    hooks = Hooks()
    with pytest.raises(PluginInvalid, match=words):
        hooks.register(plugin(), name="it")
    assert hooks.check_chart(CHART) == ((), ())


def test_the_same_name_is_not_registered_twice():
    hooks = Hooks()
    hooks.register(Sound(), name="sound")
    with pytest.raises(PluginInvalid, match="already"):
        hooks.register(Sound(), name="sound")


def test_every_call_can_be_traced():
    calls = []
    hooks = Hooks(trace=calls.append)
    hooks.register(Broken(), name="broken")
    hooks.check_chart(CHART)
    assert [(call.hook, call.plugin, call.failure) for call in calls] == [
        ("check_chart", "broken", "ValueError")
    ]
    assert calls[0].milliseconds >= 0


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.syspath_prepend(HERE / "installed")
    return [
        EntryPoint("zz_sound", "hook_sound_plugin", "wraparound"),
        EntryPoint("broken_import", "hook_broken_plugin", "wraparound"),
        EntryPoint("missing", "hook_no_such_plugin", "wraparound"),
        EntryPoint("misspelled", "hook_misspelled_plugin", "wraparound"),
    ]


def test_a_broken_plugin_never_stops_the_others_from_loading(installed):
    """One fails as it is imported, one is not there, one misspells a hook: the fourth works."""
    hooks = Hooks()
    reports = {report.name: report for report in load_plugins(hooks, found=installed)}
    assert list(reports) == sorted(reports)
    assert reports["zz_sound"].hooks == ("check_chart",)
    assert "ZeroDivisionError" in reports["broken_import"].failure
    assert "hook_no_such_plugin" in reports["missing"].failure
    assert "did you mean 'check_chart'" in reports["misspelled"].failure
    assert [report.loaded for report in reports.values()] == [False, False, False, True]
    assert hooks.names == ("zz_sound",)


def test_plugins_can_be_chosen_and_left_out(installed):
    chosen = load_plugins(Hooks(), found=installed, only={"zz_sound"})
    assert [report.name for report in chosen if report.disabled] == [
        "broken_import",
        "missing",
        "misspelled",
    ]
    without = load_plugins(Hooks(), found=installed, without={"zz_sound"})
    assert [report.name for report in without if report.disabled] == ["zz_sound"]


def test_the_installed_plugins_of_the_house_load():
    reports = load_plugins(Hooks())
    assert {"bods", "fhir", "hsds"} <= {report.name for report in reports if report.loaded}


def test_every_hook_begins_with_a_word_that_is_its_contract():
    families = {"register", "resolve", "check", "before", "after"}
    assert {name.partition("_")[0] for name in HOOK_NAMES} <= families


def test_the_first_fact_that_is_told_is_taken():
    class Clinic:
        @hookimpl
        def resolve_fact(self, path):
            return Fact(path=path, value=True) if path.startswith("dx.") else None

    hooks = Hooks()
    hooks.register(Clinic(), name="clinic")
    chart = Chart(family=Family(id="f"), as_of=date(2026, 1, 1))
    assert hooks.resolve_fact("dx.sed", chart).value is True
    assert hooks.resolve_fact("systems", chart) is None

    class Wrong:
        @hookimpl
        def resolve_fact(self):
            return True

    hooks.register(Wrong(), name="wrong")
    with pytest.raises(PluginInvalid, match="not a Fact"):
        hooks.resolve_fact("dx.sed", chart)


def test_a_host_is_asked_once_for_what_could_change_the_kind_of_help_and_who_pays():
    asked: list[str] = []

    class Clinic:
        @hookimpl
        def resolve_fact(self, path):
            asked.append(path)
            known = {"danger.immediate": True, "insurance.private": True}
            return Fact(path=path, value=known[path], source="clinic") if path in known else None

    def decided(*plugins):
        with Program.open("memory:", plugins=plugins, only=()) as program:
            with program.change(by="office") as unit:
                unit.add(Family(id="reed"))
            return program.decide("reed")

    alone, told = decided(), decided(Clinic())
    assert alone.suggested is None
    assert told.suggested == "crisis_first"
    assert len(asked) == len(set(asked))
    status = {each.route.id: each.status.value for each in told.payers}
    assert status["us-private-insurance"] == "open"
    assert {each.status.value for each in alone.payers} == {"cannot_tell"}


def test_a_failing_check_of_eligibility_leaves_the_whole_unknown():
    class Broken:
        @hookimpl
        def check_eligibility(self):
            raise RuntimeError(SECRET)

    with Program.open("memory:", plugins=[Broken()], only=()) as program:
        with program.change(by="office") as unit:
            unit.add(Family(id="reed"))
        found = program.eligibility("reed", rules="general.may_qualify")
        assert found.value is None
        assert "plugin:Broken" in found.missing
        assert SECRET not in str(found.missing)
