"""A state's rules over a frame, against the same logic by hand in Polars, and against CEL.

Ours is ``ask_frame`` with a set of rules of Washington or Mississippi. By hand it is what somebody
would write in Polars who knows the rules and the columns. In CEL (cel-python) it is one expression,
compiled once and evaluated row after row, over rows in which everything is known. All tell the same
answers, which is checked on 200 rows. Seconds are of CPU, of all threads together.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import polars as pl
from measuring import Comparison, cpu_seconds

from wraparound.cohort.frames import ask_frame
from wraparound.policy.rule_sets import RuleSets
from wraparound.program import assemble_hooks, plugin_criteria

DAY = date(2026, 2, 1)
ROWS, FEW = 1_000_000, 10_000
ROUNDS = 5
WISE, MYPAC = "us-wa-wise.entry", "us-ms-mypac.entry"
NEEDS = (
    "psychosis",
    "attention_impulse",
    "mood_disturbance",
    "anxiety",
    "disruptive_behavior",
    "adjustment_to_trauma",
    "emotional_control",
)
RISKS = ("suicide_risk", "nssi", "danger_to_others", "runaway")
FUNCTIONS = ("family", "school", "interpersonal", "living_situation")
USE = "stays.hospital_or_crisis_dates"
BY_HAND = "the same in Polars by hand"


def compare_rules_over_frames() -> Iterator[Comparison]:
    """Compare a million rows with Polars by hand, then ten thousand with CEL."""
    hooks, _ = assemble_hooks()
    rules = plugin_criteria(hooks)
    for name, frame, by_hand in (
        (WISE, _wise_frame(ROWS, unknown=0.1), _wise_by_hand),
        (MYPAC, _mypac_frame(ROWS, unknown=0.1), _mypac_by_hand),
    ):
        yield _against(f"{name}, 1,000,000 rows", name, frame, by_hand, rules, BY_HAND, "<= 3")
    whole = _wise_frame(FEW, unknown=0)
    name = f"{WISE}, 10,000 rows"
    yield _against(name, WISE, whole, _in_cel(), rules, "cel-python", ">= 20 x", rounds=1)


def _against(
    what: str,
    name: str,
    frame: pl.DataFrame,
    theirs: Callable[[pl.DataFrame], pl.Series],
    rules: RuleSets,
    peer: str,
    goal: str,
    *,
    rounds: int = ROUNDS,
) -> Comparison:
    def ours(asked: pl.DataFrame) -> pl.Series:
        return ask_frame(asked, name, on=DAY, rule_sets=rules)["value"]

    some = frame.head(200)  # enough to see that both ask the same
    assert ours(some).equals(theirs(some), check_names=False)
    mine = cpu_seconds(lambda: ours(frame), rounds=ROUNDS)
    other = cpu_seconds(lambda: theirs(frame), rounds=rounds)
    return Comparison(f"rules over a frame: {what}", mine, other, peer, goal)


def _wise_frame(rows: int, *, unknown: float) -> pl.DataFrame:
    dice = random.Random(11)
    births = [date(2000, 1, 1) + timedelta(each) for each in range(9000)]
    flags = [True, False] if not unknown else [True, True, False, None]
    ratings = [0, 1, 1, 2, 2, 3] if not unknown else [0, 1, 1, 2, 2, 3, None]
    held = {
        "youth.birth_date": pl.Series(dice.choices(births, k=rows), dtype=pl.Date),
        "insurance.medicaid": pl.Series(dice.choices(flags, k=rows), dtype=pl.Boolean),
        "clinical.medical_necessity": pl.Series(dice.choices(flags, k=rows), dtype=pl.Boolean),
    }
    for code in (*NEEDS, *RISKS, *FUNCTIONS):
        held[f"cans.items.{code}"] = pl.Series(dice.choices(ratings, k=rows), dtype=pl.Int8)
    return pl.DataFrame(held)


def _mypac_frame(rows: int, *, unknown: float) -> pl.DataFrame:
    dice = random.Random(12)
    births = [date(2000, 1, 1) + timedelta(each) for each in range(9000)]
    days = [DAY - timedelta(each) for each in range(200)]
    flags = [True, False] if not unknown else [True, True, False, None]
    return pl.DataFrame(
        {
            "youth.birth_date": pl.Series(dice.choices(births, k=rows), dtype=pl.Date),
            "dx.sed": pl.Series(dice.choices(flags, k=rows), dtype=pl.Boolean),
            f"{USE}:times": pl.Series(dice.choices([0, 1, 2, 2, None], k=rows), dtype=pl.Int8),
            f"{USE}.0": pl.Series(dice.choices([*days, None], k=rows), dtype=pl.Date),
            f"{USE}.1": pl.Series(dice.choices([*days, None], k=rows), dtype=pl.Date),
        }
    )


def _rated(codes: tuple[str, ...], least: int, n: int) -> pl.Expr:
    """Return whether so many codes are rated so high; null where unrated ones decide."""
    rated = [pl.col(f"cans.items.{code}") >= least for code in codes]
    if n == 1:
        return pl.any_horizontal(rated)
    surely = pl.sum_horizontal(each.fill_null(value=False) for each in rated) >= n
    maybe = pl.sum_horizontal(each.fill_null(value=True) for each in rated) >= n
    return pl.when(surely == maybe).then(surely)


def _wise_by_hand(frame: pl.DataFrame) -> pl.Series:
    psychosis = pl.col("cans.items.psychosis")
    needs = (
        (psychosis >= 3)
        | ((psychosis >= 2) & _rated(NEEDS[1:], 2, 1))
        | _rated(NEEDS, 3, 2)
        | _rated(NEEDS, 2, 3)
    )
    risks = _rated(RISKS, 3, 1) | _rated(RISKS, 2, 2)
    functions = _rated(FUNCTIONS, 3, 2) | _rated(FUNCTIONS, 2, 3)
    young = pl.col("youth.birth_date") > date(2005, 2, 1)
    whole = (
        young
        & pl.col("insurance.medicaid")
        & pl.col("clinical.medical_necessity")
        & needs
        & (risks | functions)
    )
    return _with_words(frame, whole)


def _mypac_by_hand(frame: pl.DataFrame) -> pl.Series:
    opens = DAY - timedelta(90)
    days = [pl.col(f"{USE}.{place}") for place in (0, 1)]
    inside = pl.any_horizontal(each.is_between(opens, DAY).fill_null(value=False) for each in days)
    dated = pl.sum_horizontal(each.is_not_null() for each in days)
    times = pl.col(f"{USE}:times")
    use = (
        pl.when(times.is_null())
        .then(None)
        .when(inside)
        .then(statement=True)
        .when(dated >= times)
        .then(statement=False)
    )
    young = pl.col("youth.birth_date") > date(2005, 2, 1)
    return _with_words(frame, young & pl.col("dx.sed") & use)


def _with_words(frame: pl.DataFrame, whole: pl.Expr) -> pl.Series:
    """Return the answers; as ours, with a column that says them in words."""
    words = (
        pl.when(whole.is_null())
        .then(pl.lit("cannot_tell"))
        .when(whole)
        .then(pl.lit("eligible"))
        .otherwise(pl.lit("not_eligible"))
    )
    told = frame.lazy().select(whole.alias("value"), words.alias("answer")).collect()
    return told["value"]


def _in_cel() -> Callable[[pl.DataFrame], pl.Series]:
    import celpy

    def rated(codes: tuple[str, ...], least: int, n: int) -> str:
        told = " + ".join(f"({code} >= {least} ? 1 : 0)" for code in codes)
        return f"({told} >= {n})"

    needs = " || ".join(
        [
            "psychosis >= 3",
            f"(psychosis >= 2 && {rated(NEEDS[1:], 2, 1)})",
            rated(NEEDS, 3, 2),
            rated(NEEDS, 2, 3),
        ]
    )
    risks = f"{rated(RISKS, 3, 1)} || {rated(RISKS, 2, 2)}"
    functions = f"{rated(FUNCTIONS, 3, 2)} || {rated(FUNCTIONS, 2, 3)}"
    text = f"birth > limit && medicaid && necessity && ({needs}) && ({risks} || {functions})"
    names = {"youth.birth_date": "birth", "insurance.medicaid": "medicaid"}
    names["clinical.medical_necessity"] = "necessity"
    environment = celpy.Environment()
    program = environment.program(environment.compile(text))

    def evaluate(frame: pl.DataFrame) -> pl.Series:
        told = []
        for row in frame.iter_rows(named=True):
            known = {names.get(key, key.rpartition(".")[2]): value for key, value in row.items()}
            known["birth"] = known["birth"].isoformat()
            known["limit"] = "2005-02-01"
            found = program.evaluate({key: celpy.json_to_cel(each) for key, each in known.items()})
            told.append(bool(found))
        return pl.Series(told)

    return evaluate
