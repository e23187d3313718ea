"""Everything about one family as of a day, with the part of the directory that bears on it."""

from __future__ import annotations

from wraparound.chart.chart import Chart
from wraparound.chart.directory import Directory, reach_of
from wraparound.chart.records import Records

__all__ = ["Chart", "Directory", "Records", "reach_of"]
