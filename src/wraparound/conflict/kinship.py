"""Who is related to whom, by blood, marriage or step, and how closely."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wraparound.conflict.frozen import frozen
from wraparound.conflict.kinds import TieFact
from wraparound.conflict.standing import dated_end
from wraparound.conflict.ways import Way
from wraparound.model.truth import YES, Truth, unknown
from wraparound.policy import Values

_WORDS = {
    "parent_of": "D",
    "grandparent_of": "DD",
    "aunt_uncle_of": "UDD",
    "sibling_of": "UD",
    "cousin_of": "UUDD",
    "spouse_of": "S",
}
"""What each relation writes from subject to object: U up to a parent, D down, S to a spouse."""

_BACK = str.maketrans("UD", "DU")

_NEXT = {
    ("", "U"): "u",
    ("", "D"): "d",
    ("", "S"): "s",
    ("u", "U"): "u",
    ("u", "D"): "ud",
    ("u", "S"): "us",
    ("ud", "D"): "ud",
    ("ud", "S"): "end",
    ("d", "D"): "d",
    ("d", "S"): "end",
    ("s", "U"): "su",
    ("s", "D"): "sd",
    ("su", "U"): "su",
    ("su", "D"): "sud",
    ("sud", "D"): "sud",
    ("sd", "D"): "sd",
    ("us", "D"): "usd",
    ("usd", "D"): "usd",
}
"""Which letters may follow: up, then down, with one marriage at an end, or up, across and down."""

_STEP_SHAPES = frozenset({"sd", "us", "usd"})
_AFFINE_SHAPES = frozenset({"s", "su", "sud", "end"})


@frozen(kw_only=True)
class Kin(Way):
    """How two people are related.

    Attributes:
        word: The walk, letter by letter.
        degree: The number of steps up and down.
        kind: ``blood``, ``marriage``, ``step``, ``adoption``, ``foster`` or ``cohabitant``.
    """

    word: str
    degree: int
    kind: str

    @property
    def closeness(self) -> tuple[bool, int, int, tuple[str, ...]]:
        """What orders walks: the sure first, then the closest, the shortest, the smallest ids."""
        return not self.truth.holds, self.degree, len(self.path), self.path


@frozen
class _Step:
    tie: str
    other: str
    word: str
    truth: Truth
    nature: str


@frozen
class _Walk:
    """A walk so far: where it is, what it wrote, and over whom it went."""

    at: str
    seen: tuple[str, ...]
    path: tuple[str, ...] = ()
    word: str = ""
    shape: str = ""
    truth: Truth = YES
    natures: frozenset[str] = frozenset()


class Kinship:
    """The kin ties of a day, walked under one pack's parameters."""

    def __init__(self, ties: Iterable[tuple[TieFact, Truth]], values: Values) -> None:
        self._limit = values.count("kin.max_degree")
        self._foster = values.flag("kin.include_foster")
        self._cohabitant = values.flag("kin.include_cohabitant")
        self._step = values.flag("kin.include_step")
        self._adoptive = values.flag("kin.include_adoptive")
        self._immediate = values.words("kin.immediate")
        self._steps: dict[str, list[_Step]] = {}
        for tie, truth in ties:
            word = _WORDS.get(tie.relation or "") if tie.kind == "kin" else None
            nature = tie.nature
            if tie.kind == "household" and tie.partner:
                word, nature = "S", "cohabitant"
            if word is None or tie.object is None:
                continue
            back = word[::-1].translate(_BACK)
            self._note(tie.subject, _Step(tie.id, tie.object, word, truth, nature))
            self._note(tie.object, _Step(tie.id, tie.subject, back, truth, nature))
        self._kin: dict[str, dict[str, list[Kin]]] = {}

    def _note(self, person: str, step: _Step) -> None:
        self._steps.setdefault(person, []).append(step)

    def between(self, one: str, other: str) -> Kin | None:
        """Return the closest kinship of two people; None where there surely is none."""
        if one == other or other not in self._steps:
            return None
        return min(self._of(one).get(other, ()), key=_closeness, default=None)

    def close(self, one: str, other: str) -> Kin | None:
        """Return the closest kinship of those that a pack calls immediate."""
        return self.worded(one, other, self._immediate)

    def worded(self, one: str, other: str, words: frozenset[str]) -> Kin | None:
        """Return the closest kinship whose walk writes one of the words."""
        found = [kin for kin in self._of(one).get(other, ()) if kin.word in words]
        return min(found, key=_closeness, default=None)

    def relatives(self, person: str) -> tuple[str, ...]:
        """Return everybody who may be related to the person, sorted."""
        return tuple(sorted(self._of(person)))

    def _of(self, person: str) -> dict[str, list[Kin]]:
        if person not in self._steps:
            return {}
        if person not in self._kin:
            self._kin[person] = self._walked(person)
        return self._kin[person]

    def _walked(self, person: str) -> dict[str, list[Kin]]:
        found: dict[str, list[Kin]] = {}
        walks = [_Walk(person, (person,))]
        while walks:
            walk = walks.pop()
            for step in self._steps.get(walk.at, ()):
                longer = self._stepped(walk, step)
                if longer is None:
                    continue
                walks.append(longer)
                kin = self._kin_of(longer)
                if kin is not None:
                    found.setdefault(longer.at, []).append(kin)
        return found

    def _stepped(self, walk: _Walk, step: _Step) -> _Walk | None:
        if step.other in walk.seen:
            return None
        shape: str | None = walk.shape
        for letter in step.word:
            shape = _NEXT.get((shape or "", letter)) if shape != "end" else None
            if shape is None:
                return None
        word = walk.word + step.word
        if self._limit is not None and _degree(word) > self._limit:
            return None
        return _Walk(
            step.other,
            (*walk.seen, step.other),
            (*walk.path, step.tie),
            word,
            shape or "",
            walk.truth & step.truth,
            walk.natures | {step.nature},
        )

    def _kin_of(self, walk: _Walk) -> Kin | None:
        truth, kind = walk.truth, _kind(walk)
        if (kind == "foster" and not self._foster) or (
            "cohabitant" in walk.natures and not self._cohabitant
        ):
            return None
        if kind == "step" and not self._step:
            truth &= unknown("kin_step_excluded")
        if kind == "adoption" and not self._adoptive:
            truth &= unknown("kin_adoption_excluded")
        degree = _degree(walk.word)
        return Kin(truth, walk.path, word=walk.word, degree=degree, kind=kind)


def _kind(walk: _Walk) -> str:
    for nature in ("foster", "cohabitant"):
        if nature in walk.natures:
            return nature
    if "step" in walk.natures or walk.shape in _STEP_SHAPES:
        return "step"
    if "adoption" in walk.natures:
        return "adoption"
    return "marriage" if walk.shape in _AFFINE_SHAPES else "blood"


def _degree(word: str) -> int:
    return len(word) - word.count("S")


def _closeness(kin: Kin) -> tuple[bool, int, int, tuple[str, ...]]:
    return kin.closeness


class Marriages:
    """Marriages that ended on a recorded day."""

    def __init__(self, ties: Iterable[TieFact]) -> None:
        self._ended: dict[frozenset[str], list[tuple[date, str]]] = {}
        for tie in ties:
            end = dated_end(tie.period)
            if tie.kind == "kin" and tie.relation == "spouse_of" and tie.object and end:
                pair = frozenset({tie.subject, tie.object})
                self._ended.setdefault(pair, []).append((end, tie.id))

    def ended(self, one: str, other: str) -> list[tuple[date, str]]:
        """Return the ends of marriages between the two, each with its tie, sorted by the tie."""
        held = self._ended.get(frozenset({one, other}), ())
        return sorted(held, key=lambda each: each[1])
