"""Looking at a frame before rules are asked of it: every column there, and of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import narwhals as nw
from narwhals.dtypes import DType

from wraparound.cohort.columns import Column, Role
from wraparound.errors import Fault, FrameInvalid

LazyFrame = nw.LazyFrame[Any]  # Any: of whatever library the frame is


def checked(
    held: LazyFrame, columns: Iterable[Column], keep: Sequence[str], *, may_lack: bool
) -> LazyFrame:
    """Return a frame whose columns hold what they must: times of day are cut off.

    Args:
        held: The frame.
        columns: What rules ask for.
        keep: What else must be there.
        may_lack: Whether columns that rules ask for may be absent.

    Raises:
        FrameInvalid: Columns are absent, or hold something else; all of them are listed.
    """
    schema = dict(held.collect_schema())
    faults = [Fault(name, "is not a column of the frame") for name in keep if name not in schema]
    read: list[nw.Expr] = []
    for column in columns:
        names = _names_in(column, schema)
        if column.needed and not names and not may_lack:
            faults.append(Fault(column.name, f"is not a column of the frame ({column.role.value})"))
        for name in names:
            cast = _cast(name, column.role, schema[name])
            if cast is None:
                faults.append(Fault(name, f"must hold {column.role.value}"))
            elif cast is not _AS_IT_IS:
                read.append(cast)
    if faults:
        raise FrameInvalid(
            faults,
            hint="columns_for(RULES, on=DAY) lists what is asked for; may_lack=True takes an "
            "absent column for a fact that nobody knows",
        )
    return held.with_columns(*read) if read else held


_AS_IT_IS = nw.lit(0)


def _names_in(column: Column, schema: dict[str, DType]) -> list[str]:
    if column.role is Role.DAYS:
        return list(_numbered(column.name, schema))
    return [column.name] if column.name in schema else []


def _numbered(path: str, schema: dict[str, DType]) -> Iterator[str]:
    place = 0
    while (name := f"{path}.{place}") in schema:
        yield name
        place += 1


def _cast(name: str, role: Role, dtype: DType) -> nw.Expr | None:
    """Return what reads a column, None where it holds something else."""
    column = nw.col(name)
    wanted: DType
    if role.is_flag:
        fits, wanted = isinstance(dtype, nw.Boolean), nw.Boolean()
    elif role.is_number:
        fits, wanted = dtype.is_numeric(), nw.Float64()
    elif role is Role.TEXT:
        fits, wanted = isinstance(dtype, (nw.String, nw.Categorical, nw.Enum)), nw.String()
    else:
        fits, wanted = isinstance(dtype, (nw.Date, nw.Datetime)), nw.Date()
    if isinstance(dtype, nw.Unknown):  # a column of nulls
        return column.cast(wanted)
    if not fits:
        return None
    if isinstance(dtype, nw.Datetime):
        return column.dt.date()
    is_coded = isinstance(dtype, (nw.Categorical, nw.Enum))
    return column.cast(nw.String()) if is_coded else _AS_IT_IS
