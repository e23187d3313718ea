"""New plugin packages: what ``wraparound plugins new`` writes, as files with names to fill in."""

from __future__ import annotations
