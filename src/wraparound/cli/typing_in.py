"""How this very command is called again: what somebody can type where they are."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

NAME = "wraparound"


def typed_name() -> str:
    """Return the command as it can be typed: its name, or where the shell lacks it, its path.

    A virtual environment that nobody activated can still be on the ``PATH`` of this process alone
    (``make demo`` puts it there), so its folder does not count as found.
    """
    found = shutil.which(NAME)
    if found is not None and not _is_ours_alone(Path(found)):
        return NAME
    script = Path(found or sys.argv[0])
    if script.stem != NAME:
        return NAME  # called from a program, which has no words to type
    place = Path(os.path.abspath(script))  # noqa: PTH100 - resolving would leave the environment
    here = Path.cwd()
    if not place.is_relative_to(here):
        return _quoted(str(place))
    inside = str(place.relative_to(here))
    return _quoted(inside if os.sep in inside else os.path.join(os.curdir, inside))  # noqa: PTH118 - Path drops the dot


def _is_ours_alone(found: Path) -> bool:
    environment = Path(sys.prefix)
    inside = sys.prefix != sys.base_prefix and found.is_relative_to(environment)
    active = os.environ.get("VIRTUAL_ENV")
    return inside and (not active or Path(active).resolve() != environment.resolve())


def _quoted(path: str) -> str:
    if os.name != "nt":
        return shlex.quote(path)
    return f"& '{path}'" if " " in path else path.removesuffix(".exe").removesuffix(".EXE")
