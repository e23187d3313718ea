"""Frozen values for the inside of a review, which makes them by the hundred for each family.

Nobody may change one, and the type checker sees to it, as it does for every frozen class. At run
time they are plain: to guard each field as it is first set would take half of the time to make one.
Whatever leaves the room, such as a finding, is a record, and guarded at run time, too.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from attrs import frozen
else:
    frozen = functools.partial(attrs.define, unsafe_hash=True)

__all__ = ["frozen"]
