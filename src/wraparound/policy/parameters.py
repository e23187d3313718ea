"""What a state may decide: the parameters, their defaults, and which way each of them weakens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from types import MappingProxyType

import attrs

from wraparound.policy.ages import Age
from wraparound.policy.pack import Value


@attrs.frozen(kw_only=True)
class Parameter:
    """One thing that a pack or an overlay may set.

    Attributes:
        name: Its dotted name.
        default: What holds where nobody sets it.
        weaker: The direction in which less is reported: ``larger``, ``smaller``, ``removal``,
            ``addition``, ``to_false``, a list of words from the weakest to the strongest, or None
            where no direction is weaker.
        two_edged: The other direction can report less too, of some families.
        meaning: What it decides, in words.
    """

    name: str
    default: Value
    weaker: str | tuple[str, ...] | None = None
    two_edged: bool = False
    meaning: str = ""

    def fault_in(self, value: Value) -> str:
        """Return what a value must be, or an empty text where it is that."""
        form = _form_of(self)
        return "" if form(value) else _WANTED[form]

    def weakens(self, before: Value, after: Value) -> bool:
        """Tell whether the step from one value to the other reports less."""
        if self.weaker is None or before == after:
            return False
        if isinstance(self.weaker, tuple):
            order = {word: place for place, word in enumerate(self.weaker)}
            return order.get(str(after), 0) < order.get(str(before), 0)
        if self.weaker == "to_false":
            return before is True and after is False
        if self.weaker in {"removal", "addition"}:
            old, new = _words(before), _words(after)
            return bool(old - new) if self.weaker == "removal" else bool(new - old)
        less, more = _size(before), _size(after)
        return more > less if self.weaker == "larger" else more < less


def _words(value: Value) -> frozenset[str]:
    return frozenset(value) if isinstance(value, tuple) else frozenset()


def _size(value: Value) -> Fraction | float:
    if value is None:
        return float("inf")
    if isinstance(value, str) and value.startswith("P"):
        return Fraction(Age.parse(value).rough_days)
    return Fraction(value) if isinstance(value, (str, int)) else Fraction(0)


_Form = Callable[[Value], bool]


def _is_flag(value: Value) -> bool:
    return isinstance(value, bool)


def _is_words(value: Value) -> bool:
    return isinstance(value, tuple)


def _is_age(value: Value) -> bool:
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    try:
        Age.parse(value)
    except ValueError:
        return False
    return True


def _is_number(value: Value) -> bool:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return False
    try:
        return Fraction(value) >= 0
    except ValueError:
        return False


def _is_count(value: Value) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_text(value: Value) -> bool:
    return value is None or isinstance(value, str)


_WANTED: Mapping[_Form, str] = {
    _is_flag: "must be true or false",
    _is_words: "must be a list of texts",
    _is_age: "must be a duration such as P12M, or null",
    _is_number: "must be a number that is not negative, in quotes",
    _is_count: "must be a whole number that is not negative, or null",
    _is_text: "must be a text",
}


def _form_of(parameter: Parameter) -> _Form:
    default = parameter.default
    by_type: tuple[tuple[bool, _Form], ...] = (
        (isinstance(default, bool), _is_flag),
        (isinstance(default, tuple), _is_words),
        (isinstance(default, int), _is_count),
        (default is None and parameter.weaker == "smaller", _is_count),
        (isinstance(default, str) and default.startswith("P") and _is_age(default), _is_age),
        (isinstance(default, str) and _is_number(default), _is_number),
    )
    return next((form for matches, form in by_type if matches), _is_text)


@attrs.frozen(eq=False)
class Values:
    """The value of every parameter for one pack, read as what it is.

    Two packs with equal values share one object, so that a review computes for both at once.
    """

    _held: Mapping[str, Value]
    _numbers: dict[str, Fraction] = attrs.field(factory=dict, init=False)
    _ages: dict[str, Age | None] = attrs.field(factory=dict, init=False)
    _lists: dict[str, frozenset[str]] = attrs.field(factory=dict, init=False)

    def raw(self, name: str) -> Value:
        """Return the value as the pack wrote it."""
        return self._held[name]

    def agrees_with(self, other: Values, *, but: Collection[str]) -> bool:
        """Tell whether both hold the same values of all parameters but some."""
        return all(
            value == other._held[name] for name, value in self._held.items() if name not in but
        )

    def number(self, name: str) -> Fraction:
        """Return an exact number."""
        if name not in self._numbers:
            value = self._held[name]
            self._numbers[name] = Fraction(value if isinstance(value, (str, int)) else 0)
        return self._numbers[name]

    def count(self, name: str) -> int | None:
        """Return a whole number, or None for no limit."""
        value = self._held[name]
        return value if isinstance(value, int) else None

    def flag(self, name: str) -> bool:
        """Return yes or no."""
        return self._held[name] is True

    def text(self, name: str) -> str:
        """Return a word; empty where there is none."""
        value = self._held[name]
        return value if isinstance(value, str) else ""

    def words(self, name: str) -> frozenset[str]:
        """Return the words of a list."""
        if name not in self._lists:
            self._lists[name] = _words(self._held[name])
        return self._lists[name]

    def sequence(self, name: str) -> tuple[str, ...]:
        """Return the words of a list in the order written."""
        value = self._held[name]
        return value if isinstance(value, tuple) else ()

    def age(self, name: str) -> Age | None:
        """Return a duration, or None for no limit."""
        if name not in self._ages:
            value = self._held[name]
            self._ages[name] = Age.parse(value) if isinstance(value, str) else None
        return self._ages[name]


@attrs.frozen(kw_only=True, eq=False)
class Parameters:
    """Everything that packs can set, and the words that all packs share.

    Attributes:
        known: The parameters by name.
        role_functions: Which functions each duty role carries out.
        safeguards: What each safeguard code stands for.
    """

    known: Mapping[str, Parameter]
    role_functions: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    safeguards: Mapping[str, str] = MappingProxyType({})
    _shared: dict[tuple[tuple[str, Value], ...], Values] = attrs.field(factory=dict, init=False)

    def values(self, params: Mapping[str, Value]) -> Values:
        """Return the values of a pack that sets these parameters; all others take the default."""
        held = {name: params.get(name, each.default) for name, each in self.known.items()}
        key = tuple(sorted(held.items()))
        if key not in self._shared:
            self._shared[key] = Values(MappingProxyType(held))
        return self._shared[key]
