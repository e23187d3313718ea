"""What people see when something goes wrong."""

from __future__ import annotations

import errno
import io
import json

import click
import pytest
from click.testing import CliRunner

from wraparound.cli.failing import told_plainly
from wraparound.cli.printable import printable
from wraparound.cli.settings import Settings
from wraparound.errors import Fault, InputRefused, RecordNotFound


def outcome(error, **settings):
    """What the command does about an error."""

    @click.command()
    @click.pass_context
    def command(ctx):
        with told_plainly(ctx, Settings(**settings)):
            raise error

    return CliRunner().invoke(command)


def test_a_fault_of_our_own_is_confessed_without_its_words():
    """The words of an unexpected error can hold a value, so only its type and place are told."""
    ran = outcome(KeyError("Marked"))
    assert ran.exit_code == 70
    assert "KeyError" in ran.stderr
    assert "Please report" in ran.stderr
    assert "Marked" not in ran.output
    assert "Traceback" not in ran.output


def test_the_traceback_is_shown_on_demand():
    """``--debug`` shows all of it."""
    assert "Traceback" in outcome(KeyError("x"), debug=True).stderr


def test_a_mistake_is_told_with_its_hint():
    """The message and what to do next, on standard error."""
    ran = outcome(RecordNotFound("family", "x", hint="look again"))
    assert ran.exit_code == 2
    assert ran.stderr == "Error: there is no family with the id x\nHint: look again\n"
    assert ran.stdout == ""


def test_stopping_is_quiet():
    """Ctrl-C ends with 130 and one line."""
    ran = outcome(KeyboardInterrupt())
    assert ran.exit_code == 130
    assert len(ran.stderr.splitlines()) == 1


def test_a_file_that_click_cannot_open_is_wrong_use():
    """Every error of click ends with 2."""
    assert outcome(click.FileError("x")).exit_code == 2


def test_control_characters_never_reach_the_terminal():
    """A name in a file cannot move somebody's cursor."""
    assert printable("\x1b[2Jname\x07", io.StringIO()) == "?[2Jname?"


@pytest.mark.parametrize("sign", ["\x7f", "\x80", "\x9b", "\x9f"])
def test_the_later_control_characters_do_not_reach_it_either(sign):
    """Delete, and those of Latin-1: one of them begins a sequence all by itself."""
    assert printable(f"a{sign}b", io.StringIO()) == "a?b"


def test_letters_and_line_ends_reach_the_terminal():
    """What steers nothing is left as it is."""
    assert printable("a\u00a0é\n\tb", io.StringIO()) == "a\u00a0é\n\tb"


@pytest.mark.parametrize(
    ("listed", "uncounted", "more"), [(60, 5, 15), (60, 0, 10), (3, 7, 7), (50, 0, 0)]
)
def test_faults_that_are_not_shown_are_counted(listed, uncounted, more):
    """Those that JSON lists, and those that nobody listed."""
    faults = [Fault(f"family[{place}]", "must be so") for place in range(listed)]
    said = outcome(InputRefused(faults, uncounted=uncounted)).stderr
    assert said.count("must be so") == min(listed, 50)
    assert ("… and" in said) == bool(more)
    assert f"… and {more} more" in said or not more


def test_a_reader_who_has_left_is_told_nothing():
    """The exit code says that the output was not read, and nothing is confessed."""
    ran = outcome(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert ran.exit_code == 141
    assert ran.output == ""


@pytest.mark.parametrize(
    "words", [("families", "--format", "json"), ("--format", "json", "show", "x")]
)
def test_for_programs_an_error_is_a_document(run, words):
    """In JSON mode stdout holds one document even when something is wrong."""
    ran = run(*words)
    assert ran.exit_code == 2
    assert json.loads(ran.stdout)["document"] == "error"
