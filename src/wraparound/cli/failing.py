"""What people see when something goes wrong: one clear message, a hint, and an exit code.

The exit codes of every command:

- 0: done, and nothing serious was found.
- 1: done, and findings weigh at least what ``--fail-on`` says.
- 2: wrong use or bad input; the message says what to do.
- 70: a fault of the library itself.
- 130: stopped by somebody (Ctrl-C).
- 141: whoever reads the output has stopped reading.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from wraparound.cli.printable import printable
from wraparound.cli.settings import Settings
from wraparound.errors import Fault, WraparoundError

FOUND = 1
WRONG = 2
BROKEN = 70
STOPPED = 130
UNREAD = 141

SHOWN_FAULTS = 50
"""More faults than this do not help a person; JSON has all of them."""


@contextmanager
def told_plainly(ctx: click.Context, settings: Settings) -> Generator[None]:
    """Turn whatever goes wrong inside into a message and an exit code."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        ctx.exit(WRONG)
    except (click.exceptions.Exit, click.Abort):
        raise
    except WraparoundError as error:
        tell(error, settings)
        ctx.exit(WRONG)
    except KeyboardInterrupt:
        _say("Stopped. Nothing half-done was kept.")
        ctx.exit(STOPPED)
    except Exception as error:  # noqa: BLE001 - the last door: nobody is shown a traceback unasked
        if isinstance(error, OSError) and error.errno == errno.EPIPE:
            _stop_writing()
            ctx.exit(UNREAD)
        _confess(error, settings)
        ctx.exit(BROKEN)


def tell(error: WraparoundError, settings: Settings) -> None:
    """Tell of an error: in words on stderr, and in JSON mode as the document on stdout too."""
    faults: tuple[Fault, ...] = getattr(error, "faults", ())
    uncounted: int = getattr(error, "uncounted", 0)
    message = _opening(error)
    _say(f"Error: {message}")
    for fault in faults[:SHOWN_FAULTS]:
        _say(f"  {fault}")
    more = len(faults) - SHOWN_FAULTS + uncounted if len(faults) > SHOWN_FAULTS else uncounted
    if more > 0:
        _say(f"  … and {more} more; --format json lists the first {len(faults)}.")
    if error.hint:
        _say(f"Hint: {error.hint}")
    if settings.as_json:
        document = {
            "document": "error",
            "version": "1.0",
            "error": type(error).__name__,
            "message": message,
            "hint": error.hint,
            "faults": [
                {"source": each.source, "path": each.path, "message": each.message}
                for each in faults
            ],
            "uncounted": uncounted,
        }
        click.echo(json.dumps(document, indent=2))


def _opening(error: WraparoundError) -> str:
    said = str(error).removesuffix(f"\nHint: {error.hint}" if error.hint else "")
    return said.partition("\n")[0] if getattr(error, "faults", ()) else said


def _confess(error: Exception, settings: Settings) -> None:
    # the error's own words are left out: they can hold a value from a record
    _say(f"Error: wraparound itself failed ({type(error).__name__} at {_place(error)}).")
    _say("Nothing half-done was kept. Please report this line and the command.")
    if settings.debug:
        _say("".join(traceback.format_exception(error)))
    else:
        _say(
            "Hint: --debug shows more, which can hold personal text; read it before you pass it on."
        )


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "wraparound" in Path(frame.filename).parts] or frames
    last = ours[-1]
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}"


def _say(line: str) -> None:
    with suppress(OSError):
        click.echo(printable(line, sys.stderr), err=True)


def _stop_writing() -> None:
    # what is still buffered would make Python complain as it shuts down
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
