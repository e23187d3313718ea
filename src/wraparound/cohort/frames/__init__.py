"""Rules asked of a whole frame at once, with the answers that each family would get by itself.

It needs narwhals and Polars: ``pip install 'wraparound[frames]'``.
"""

from __future__ import annotations

from wraparound.cohort.frames.asking import ANSWER, ask_frame, columns_for
from wraparound.cohort.frames.layout import facts_frame, read_frame
from wraparound.cohort.frames.turning import what_if_frame

__all__ = ["ANSWER", "ask_frame", "columns_for", "facts_frame", "read_frame", "what_if_frame"]
