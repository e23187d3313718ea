"""What Mississippi's own texts say, as packs for wraparound: data, each line with its source."""

from __future__ import annotations

from pathlib import Path

from wraparound.hooks import PackPlugin

__all__ = ["packs"]

packs = PackPlugin(Path(__file__).parent)
"""The plugin: the files beside this one."""
