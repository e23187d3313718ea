"""Every threshold, against tables written by hand from the sources; and every one of them moved.

The tables say what each number of a definition decides at its edges. The last test moves every
number of every definition by one step, up and down, and expects the tables to notice.
"""

from __future__ import annotations

import copy
from decimal import Decimal
from importlib import resources

import pytest
import yaml

from wraparound.errors import PolicyInvalid
from wraparound.instruments import load_instruments, read_instrument
from wraparound.instruments.instrument import Kind

FOLDER = resources.files("wraparound.instruments").joinpath("definitions")
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

# what a rating is, around each edge: out of range, nothing, act, act now; use, build
CANS_NEED = {-1: "out", 0: "", 1: "", 2: "act", 3: "now", 4: "out"}
CANS_STRENGTH = {-1: "out", 0: "use", 1: "use", 2: "build", 3: "build", 4: "out"}
TENS = {-10: "out", -1: "out", 0: "", 5: "out", 10: "", 20: "", 29: "out", 30: "", 40: "out"}
RATINGS = {
    ("CANS", Kind.NEED): CANS_NEED,
    ("CANS", Kind.STRENGTH): CANS_STRENGTH,
    ("CANS-MH", Kind.NEED): CANS_NEED,
    ("CANS-MH", Kind.STRENGTH): CANS_STRENGTH,
    ("CAFAS", Kind.NEED): TENS,
    ("PECFAS", Kind.NEED): TENS,
    ("CASII", Kind.NEED): {0: "out", 1: "", 2: "", 5: "", 6: "out"},
    ("PSC-17", Kind.NEED): {-1: "out", 0: "", 1: "", 2: "", 3: "out"},
}
# what a rating is called, by a word of the catalogue
NEEDS = {0: "none", 1: "watch", 2: "act", 3: "act_now"}
STRENGTHS = {0: "centerpiece", 1: "useful", 2: "to_build", 3: "not_found_yet"}
TROUBLE = {0: "minimal", 10: "mild", 20: "moderate", 30: "severe"}
LEVEL_WORDS = {
    ("CANS", Kind.NEED): NEEDS,
    ("CANS", Kind.STRENGTH): STRENGTHS,
    ("CANS-MH", Kind.NEED): NEEDS,
    ("CANS-MH", Kind.STRENGTH): STRENGTHS,
    ("CAFAS", Kind.NEED): TROUBLE,
    ("PECFAS", Kind.NEED): TROUBLE,
    ("CASII", Kind.NEED): {},
    ("PSC-17", Kind.NEED): {},
}
# what a score can be by texts that were read, in steps of what
RANGES = {
    ("CAFAS", "total"): (0, 240, 10),
    ("PECFAS", "total"): (0, 210, 10),
    ("PSC-17", "internalizing"): (0, 10, 1),
    ("PSC-17", "attention"): (0, 10, 1),
    ("PSC-17", "externalizing"): (0, 14, 1),
    ("PSC-17", "total"): (0, 34, 1),
    ("SDQ", "total_difficulties"): (0, 40, 1),
    ("SDQ", "prosocial"): (0, 10, 1),
    ("CGAS", "rating"): (1, 100, 1),
    ("ECSII", "composite"): (None, None, None),
}
# ranges that were only recalled: they refuse nothing
RECALLED_RANGES = {
    ("CASII", "composite"): (7, 35, 1),
    ("CASII", "level"): (0, 6, 1),
    ("ECSII", "level"): (0, 5, 1),
}
LEVELS = [(7, 9), (10, 13), (14, 16), (17, 19), (20, 22), (23, 27), (28, None)]
BANDS = {
    ("PSC-17", "internalizing", "psc-17"): [(0, 4, "below_cut_off"), (5, 10, "at_cut_off")],
    ("PSC-17", "attention", "psc-17"): [(0, 6, "below_cut_off"), (7, 10, "at_cut_off")],
    ("PSC-17", "externalizing", "psc-17"): [(0, 6, "below_cut_off"), (7, 14, "at_cut_off")],
    ("PSC-17", "total", "psc-17"): [(0, 14, "below_cut_off"), (15, 34, "at_cut_off")],
    ("SDQ", "total_difficulties", "uk-parent-4-17"): [
        (0, 13, "below_borderline"),
        (14, 16, "borderline"),
        (17, 40, "high"),
    ],
    ("CGAS", "rating", "cgas-cut-off"): [(1, 69, "function_below"), (70, 100, "function_above")],
}
RECALLED_BANDS = {
    ("CGAS", "rating", "cgas-sed"): [(1, 60, "function_below"), (61, 100, "function_above")],
    ("CAFAS", "total", "cafas-overall"): [
        (0, 10, "minimal"),
        (20, 40, "mild"),
        (50, 90, "moderate"),
        (100, 130, "marked"),
        (140, None, "severe"),
    ],
    ("CASII", "composite", "casii-level"): [
        (low, high, f"level_{level}") for level, (low, high) in enumerate(LEVELS)
    ],
}
AGES = {"CANS": (6, 20), "CAFAS": (5, 19), "PECFAS": (3, 7), "CASII": (6, 18), "ECSII": (0, 5)}
ANSWERS = {"PSC-17": (17, 4), "SDQ": (25, None)}
CHANGES = {
    ("CANS-MH", "life_domain"): "3.90",
    ("CANS-MH", "behavioral_emotional"): "4.02",
    ("CANS-MH", "strengths"): "3.87",
    ("CANS-MH", "acculturation"): "1.65",
    ("CANS-MH", "caregiver_strengths"): "3.41",
    ("CANS-MH", "caregiver_needs"): "2.79",
    ("CANS-MH", "risk"): "3.00",
}


def rated(scale, rating):
    if not scale.allows(rating):
        return "out"
    if scale.usable_to is not None:
        return "use" if rating <= scale.usable_to else "build"
    if scale.act_now_from is not None and rating >= scale.act_now_from:
        return "now"
    return "act" if scale.act_from is not None and rating >= scale.act_from else ""


def probes_of(bands):
    """Scores at both ends of every band, and just beyond them."""
    ends = [end for low, high, _ in bands for end in (low, high) if end is not None]
    return [end + by for end in ends for by in (-1, 0, 1)]


def word_of(bands, value):
    """What a table of bands says of a score."""
    for low, high, word in bands:
        if low <= value and (high is None or value <= high):
            return word
    return None


def tables(instruments):
    """Everything that the numbers of the definitions decide, in the shape of the tables above."""
    found = {}
    for name, each in instruments.items():
        for kind, scale in each.scales.items():
            probes = RATINGS.get((name, kind), {})
            found["ratings", name, kind] = {rating: rated(scale, rating) for rating in probes}
            found["levels", name, kind] = dict(scale.levels)
        for score in each.scores:
            recalled = not score.range_is_known
            table = "recalled ranges" if recalled else "ranges"
            found[table, name, score.id] = (score.lowest, score.highest, score.step)
            for scheme in score.schemes:
                table = "bands" if scheme.source.is_read else "recalled bands"
                known = (BANDS if scheme.source.is_read else RECALLED_BANDS).get(
                    (name, score.id, scheme.id), []
                )
                found[table, name, score.id, scheme.id] = [
                    band and band.word
                    for band in map(scheme.band_of, map(Decimal, probes_of(known)))
                ]
            if score.change:
                found["changes", name, score.id] = score.change.more_than
        for domain in each.domains:
            if domain.change:
                found["changes", name, domain.id] = domain.change.more_than
        if each.ages:
            found["ages", name] = (each.ages.youngest, each.ages.oldest)
        if each.answers:
            found["answers", name] = (each.answers.asked, each.answers.void_from)
    return found


def expected():
    wanted = {("ratings", *key): said for key, said in RATINGS.items()}
    wanted |= {("levels", *key): said for key, said in LEVEL_WORDS.items()}
    wanted |= {("ranges", *key): said for key, said in RANGES.items()}
    wanted |= {("recalled ranges", *key): said for key, said in RECALLED_RANGES.items()}
    for table, bands in (("bands", BANDS), ("recalled bands", RECALLED_BANDS)):
        for key, listed in bands.items():
            wanted[table, *key] = [word_of(listed, value) for value in probes_of(listed)]
    wanted |= {("ages", name): said for name, said in AGES.items()}
    wanted |= {("answers", name): said for name, said in ANSWERS.items()}
    return wanted | {("changes", *key): Decimal(said) for key, said in CHANGES.items()}


def numbers(held, path=()):
    """Every number of a file, with its place; the keys of levels too."""
    if isinstance(held, dict):
        for key, value in held.items():
            if isinstance(key, int):
                yield (*path, key), key
            yield from numbers(value, (*path, key))
    elif isinstance(held, list):
        for place, value in enumerate(held):
            yield from numbers(value, (*path, place))
    elif path[-1] in NUMBERS and held is not None:
        yield path, held


NUMBERS = {
    "lowest",
    "highest",
    "step",
    "act_from",
    "act_now_from",
    "usable_to",
    "void_from",
    "asked",
    "youngest",
    "oldest",
    "more_than",
}


def moved(held, path, by):
    """The same file with one of its numbers moved."""
    changed = copy.deepcopy(held)
    *above, last = path
    inner = changed
    for part in above:
        inner = inner[part]
    if isinstance(last, int) and isinstance(inner, dict):
        inner[last + by] = inner.pop(last)
    elif isinstance(inner[last], str):
        inner[last] = str(Decimal(inner[last]) + by)
    else:
        inner[last] += by
    return yaml.dump(changed, Dumper=DUMPER)


FILES = {
    each.name: yaml.safe_load(each.read_text("utf-8"))
    for each in sorted(FOLDER.iterdir(), key=lambda file: file.name)
}
PLACES = [
    pytest.param(name, path, id=f"{name}:{'.'.join(map(str, path))}")
    for name, held in FILES.items()
    for path, _ in numbers(held)
]


def test_every_number_is_in_a_table():
    """The tables are complete: nothing that a definition decides is left out of them."""
    assert tables(load_instruments()) == expected()


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize(("name", "path"), PLACES)
def test_no_number_can_move_unnoticed(name, path, by):
    """A number that is moved is refused, or changes what a table says."""
    try:
        changed = read_instrument(moved(FILES[name], path, by), source=name)
    except PolicyInvalid:
        return
    assert tables({**load_instruments(), changed.id: changed}) != expected()
