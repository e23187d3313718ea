"""A plugin that is data: packs, sets of rules and scenarios in the folders of a package."""

from __future__ import annotations

from pathlib import Path

from wraparound.hooks.spec import hookimpl

_FILES = "*.yaml"


class PackPlugin:
    """What belongs to one state or county, and is written without code.

    ``conflict`` holds packs of conflict rules, ``programs`` packs of programs, ``payers`` packs of
    payer routes, ``eligibility`` sets of rules about who qualifies, and ``scenarios`` what must
    come of them. Each may be left out.
    """

    def __init__(self, folder: Path) -> None:
        """Bring what stands in the folders of a folder."""
        self.folder = folder

    @hookimpl
    def register_policies(self) -> list[Path]:
        """Return the files of packs."""
        return [*self._files("conflict"), *self._files("programs"), *self._files("payers")]

    @hookimpl
    def register_criteria(self) -> list[Path]:
        """Return the files of sets of rules."""
        return self._files("eligibility")

    @hookimpl
    def register_scenarios(self) -> list[Path]:
        """Return the folder of scenarios, where there is one."""
        folder = self.folder / "scenarios"
        return [folder] if folder.is_dir() else []

    def _files(self, name: str) -> list[Path]:
        return sorted((self.folder / name).glob(_FILES))
