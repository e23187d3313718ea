"""Mississippi's packs: sound, proven by their scenarios, each day of law in the changelog."""

from __future__ import annotations

from pathlib import Path

from wraparound.testing.packs import PackContract
from wraparound_us_ms import packs


class TestPacks(PackContract):
    """The kit, with these packs."""

    plugin = packs
    readme = Path(__file__).parents[1] / "README.md"
    changelog = Path(__file__).parents[1] / "CHANGELOG.md"
