"""Writing a new plugin package from the templates that lie beside this module.

A template is a file whose name ends in ``.tmpl``. ``$words`` in it stand for the names of the new
plugin, and a folder called ``package`` for its Python package. ``every`` holds what all kinds have.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from string import Template
from types import MappingProxyType

import attrs

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "storage": "Keeps records at addresses of its own.",
        "notifier": "Tells another system what somebody should hear of.",
        "policy": "Brings the rules of one authority, with their citations.",
        "check": "Finds more than the library does, by a rule of its own.",
    }
)
"""Each kind of plugin that there is a template for, and what such a plugin does."""

PREFIX = "wraparound-"
"""What the names of plugin distributions begin with."""

_HERE = "wraparound.cli.templates"
_EVERY = "every"
_PACKAGE = "package"
_HOOKS_AT = {
    "notifier": ":plugin"
}  # its hooks are those of an object; others have them as functions
_SUFFIX = ".tmpl"


@attrs.frozen(kw_only=True)
class NewPlugin:
    """A plugin package that is to be written.

    Attributes:
        kind: One of ``KINDS``.
        name: The plugin's name, in small letters, digits and single hyphens.
    """

    kind: str
    name: str

    @property
    def distribution(self) -> str:
        """The name to install it by, and of its folder."""
        return f"{PREFIX}{self.name}"

    @property
    def package(self) -> str:
        """The name to import it by."""
        return self.distribution.replace("-", "_")

    @property
    def code(self) -> str:
        """What the codes of its rules, or the id of its policy pack, begin with."""
        return self.name.upper()

    def files(self) -> Iterator[tuple[PurePosixPath, str]]:
        """Yield the place of each file below the new folder, and its text."""
        words = {
            "distribution": self.distribution,
            "package": self.package,
            "hooks_at": _HOOKS_AT.get(self.kind, ""),
            "name": self.name,
            "code": self.code,
            "variable": self.package.upper(),
            "title": "".join(part.capitalize() for part in self.name.split("-")),
            "summary": KINDS[self.kind],
        }
        for kind in (_EVERY, self.kind):
            for place, template in _templates(files(_HERE) / kind, PurePosixPath()):
                parts = (self.package if part == _PACKAGE else part for part in place.parts)
                yield PurePosixPath(*parts), Template(template).substitute(words)

    def write(self, folder: Path) -> tuple[str, ...]:
        """Write the package into a folder that is not there yet: whole, or not at all.

        Returns:
            The files, sorted, by their places below the folder.

        Raises:
            FileExistsError: The folder is there already; nothing in it was touched.
            OSError: Something cannot be written; nothing is left behind.
        """
        texts = dict(self.files())
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        try:
            for place, text in texts.items():
                file = folder / place
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8", newline="\n")
        except OSError:
            with suppress(OSError):
                shutil.rmtree(folder)
            raise
        return tuple(sorted(place.as_posix() for place in texts))


def _templates(folder: Traversable, below: PurePosixPath) -> Iterator[tuple[PurePosixPath, str]]:
    for each in folder.iterdir():
        if each.is_dir():
            yield from _templates(each, below / each.name)
        elif each.name.endswith(_SUFFIX):
            yield below / each.name.removesuffix(_SUFFIX), each.read_text(encoding="utf-8")
