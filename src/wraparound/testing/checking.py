"""The conformance kit as a call: run it on a store without writing a test, and report."""

from __future__ import annotations

import inspect
import itertools
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from enum import Enum
from io import StringIO
from pathlib import Path

import attrs
import pytest
from hypothesis import Phase, settings

from wraparound.errors import StorageError
from wraparound.model.ids import new_id
from wraparound.storage import contract
from wraparound.storage.contract import Store
from wraparound.testing.storage import StoreContract

_PROMISE = re.compile(r"test_promise_(\d+)_")
_NUMBERED = re.compile(r"^(\d+)\. (.+?)(?=^\d+\. |\Z)", re.MULTILINE | re.DOTALL)

RANDOM_ACTS = settings(
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=50,
    stateful_step_count=20,
    phases=[Phase.explicit, Phase.generate],
)
"""How long random acts are played: the same each time, and no making of a failure smaller."""

_MODULE = """
import pytest

from wraparound.testing.checking import PLACES, RANDOM_ACTS
from wraparound.testing.storage import StoreContract


class TestStore(StoreContract):
    random_acts = RANDOM_ACTS

    @pytest.fixture
    def open_store(self):
        return PLACES[-1]()
"""


class Outcome(Enum):
    """What came of a test."""

    KEPT = "kept"
    BROKEN = "broken"
    LACKING = "lacking"
    """It proves what the store says that it cannot do."""


@attrs.frozen(kw_only=True)
class Tested:
    """One test of the kit.

    Attributes:
        name: Its name.
        promise: The number of its promise; 0 for random acts.
        says: What it shows, in a sentence.
        outcome: What came of it.
        why: How it failed, or why it was passed over.
    """

    name: str
    promise: int
    says: str
    outcome: Outcome
    why: str = ""


@attrs.frozen(kw_only=True)
class Checked:
    """What came of the whole kit.

    Attributes:
        tests: Every test, in the order of promises.
        junit: The same as JUnit's XML.
    """

    tests: tuple[Tested, ...]
    junit: str = attrs.field(repr=False)

    @property
    def broken(self) -> tuple[Tested, ...]:
        """The tests that failed."""
        return tuple(each for each in self.tests if each.outcome is Outcome.BROKEN)

    @property
    def promises(self) -> tuple[tuple[int, str, Outcome], ...]:
        """Every promise with its words and what came of its tests; 0 stands for random acts."""
        said = {int(number): " ".join(words.split()) for number, words in _promises()}
        said[0] = "Whatever is done in whatever order, it answers as the memory store does."
        return tuple((number, words, self._outcome_of(number)) for number, words in said.items())

    def _outcome_of(self, promise: int) -> Outcome:
        outcomes = {each.outcome for each in self.tests if each.promise == promise}
        if Outcome.BROKEN in outcomes or not outcomes:
            return Outcome.BROKEN
        return Outcome.KEPT if Outcome.KEPT in outcomes else Outcome.LACKING


PLACES: list[Callable[[], Callable[..., Store]]] = []
"""What the tests that run now open; the last one counts."""


def check_store(
    open_store: Callable[[str], Store], *, told: Callable[[str], None] = lambda _: None
) -> Checked:
    """Run the kit on a store.

    Each test keeps its records in programs of its own, called ``check-…``, and leaves them there.

    Args:
        open_store: Opens the place with a program's name, the same place each time.
        told: Told of each test as it begins.

    Raises:
        StorageError: The kit could not be run.
    """
    run, count = new_id(), itertools.count()

    def place() -> Callable[..., Store]:
        number = next(count)

        def open_one(program: str = "default") -> Store:
            return open_store(f"check-{run[-12:]}-{number}-{program}")

        return open_one

    watch = _Watch(told)
    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        module = Path(folder, "test_store.py")
        module.write_text(_MODULE, "utf-8")
        xml = Path(folder, "junit.xml")
        options = ["-q", "-p", "no:cacheprovider", "-c", str(Path(folder, "none.ini"))]
        options += ["--import-mode=importlib"]  # so that it can be run twice in one process
        Path(folder, "none.ini").write_text("[pytest]\n", "utf-8")
        PLACES.append(place)
        try:
            with redirect_stdout(StringIO()) as said:
                code = pytest.main(
                    [str(module), *options, "--rootdir", folder, f"--junitxml={xml}"],
                    plugins=[watch],
                )
        finally:
            PLACES.pop()
        junit = xml.read_text("utf-8") if xml.exists() else ""
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED} or not watch.tests:
        last = said.getvalue().strip().rpartition("\n")[2]
        raise StorageError(f"the kit could not be run: {last}", hint="is pytest sound here?")
    return Checked(tests=tuple(sorted(watch.tests, key=lambda each: each.promise)), junit=junit)


class _Watch:
    """Hears of each test as pytest runs it."""

    def __init__(self, told: Callable[[str], None]) -> None:
        self.tests: list[Tested] = []
        self._told = told

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._told(nodeid.rpartition("::")[2])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when != "call" and report.outcome == "passed":
            return
        name = report.nodeid.rpartition("::")[2]
        promise = _PROMISE.match(name)
        outcome, why = Outcome.KEPT, ""
        if report.outcome == "failed":
            outcome, why = Outcome.BROKEN, report.longreprtext
        elif report.outcome == "skipped":
            outcome, why = Outcome.LACKING, _reason(report.longrepr)
        self.tests.append(
            Tested(
                name=name,
                promise=int(promise[1]) if promise else 0,
                says=_sentence(name),
                outcome=outcome,
                why=why,
            )
        )


def _reason(told: object) -> str:
    return str(told[2]) if isinstance(told, tuple) and len(told) == 3 else str(told)


def _sentence(name: str) -> str:
    test = getattr(StoreContract, name, None)
    return (inspect.getdoc(test) or "").partition("\n")[0]


def _promises() -> Iterator[tuple[str, str]]:
    for found in _NUMBERED.finditer(contract.__doc__ or ""):
        yield found[1], found[2]
