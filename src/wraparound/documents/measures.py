"""The numbers behind a finding, in words."""

from __future__ import annotations

from fractions import Fraction

from wraparound.model.findings import FindingMeasure
from wraparound.model.shares import Share

_SHARES = {
    "direct_share": "share held",
    "look_through": "share held, directly and through others",
    "secured_debt": "debt, as a part of the property",
}


def measure_in_words(measure: FindingMeasure) -> str:
    """Return a measure in words; one that is not known here is spelled out.

    Examples:
        >>> from wraparound.model.findings import MeasureValue
        >>> values = (MeasureValue(name="lo", value="0.3"), MeasureValue(name="hi", value="0.45"))
        >>> measure_in_words(FindingMeasure(name="look_through", values=values))
        'share held, directly and through others: 30% to 45%'
    """
    said = {each.name: each.value for each in measure.values}
    if measure.name in _SHARES and {"lo", "hi"} <= set(said):
        low, high = percent(said["lo"]), percent(said["hi"])
        return f"{_SHARES[measure.name]}: {low if low == high else f'{low} to {high}'}"
    if measure.name == "kin_degree" and "degree" in said:
        return f"degree of kinship: {said['degree']}"
    words = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in said.items())
    return f"{measure.name.replace('_', ' ')}: {words}"


def share_in_words(share: Share) -> str:
    """Return a share in words, with the ends that a register gives it.

    Examples:
        >>> from decimal import Decimal
        >>> share_in_words(Share(low=Decimal("0.25"), high=Decimal("0.5"), low_open=True))
        'more than 25%, up to 50%'
    """
    if share.unknown is not None:
        return "not known"
    low, high = percent(str(share.low)), percent(str(share.high))
    if share.exact:
        return low
    least = "more than" if share.low_open else "at least"
    most = "less than" if share.high_open else "up to"
    return f"{least} {low}, {most} {high}"


def percent(text: str) -> str:
    """Return an exact number (a decimal, or a fraction such as ``4/9``) as a percentage."""
    exact = Fraction(text) * 100
    rounded = round(exact, 2)
    whole = f"{float(rounded):.2f}".rstrip("0").rstrip(".")
    return f"{whole}%" if rounded == exact else f"about {whole}%"
