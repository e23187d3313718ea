"""A real browser for the tests: a page of HTML into Chromium, and what became of it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")


def _chromium(folder: Path, *arguments: str) -> str:
    assert CHROMIUM is not None
    quiet = ("--no-first-run", "--disable-background-networking", "--disable-component-update")
    return subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-sync", *quiet),
            *(f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=30000", *arguments),
        ],
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    ).stdout


def dom_of(page: str, folder: Path) -> str:
    """Return the document that a page has become once its scripts have run."""
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    return _chromium(folder, "--dump-dom", file.as_uri())


def photographed(file: Path, folder: Path, *, width: int = 900, height: int = 1200) -> bytes:
    """Return a picture (PNG) of what the browser shows of a file."""
    shot = folder / f"{file.stem}.png"
    _chromium(folder, f"--window-size={width},{height}", f"--screenshot={shot}", file.as_uri())
    return shot.read_bytes()
