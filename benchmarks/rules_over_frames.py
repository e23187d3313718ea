"""A state's rules over a frame, against the same logic by hand in Polars, and against CEL.

Ours is ``ask_frame`` with one set of rules of Washington or Mississippi. By hand it is what somebody
would write in Polars who knows the rules and the columns. Against CEL (cel-python) it is one
expression, compiled once, evaluated row after row. All tell the same answers, which is checked.
Seconds are of CPU, of all threads together.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import polars as pl
from measuring import Comparison

from wraparound.cohort.frames import ask_frame
from wraparound.program import assemble_hooks, plugin_criteria

DAY = date(2026, 2, 1)
ROWS, FEW = 1_000_000, 10_000
ROUNDS = 7
WISE, MYPAC = "us-wa-wise.entry", "us-ms-mypac.entry"
C1 = ("attention_impulse", "mood_disturbance", "anxiety", "disruptive_behavior",
      "adjustment_to_trauma", "emotional_control")
C2 = ("suicide_risk", "nssi", "danger_to_others", "runaway")
C3 = ("family", "school", "interpersonal", "living_situation")
