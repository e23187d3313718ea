"""Barriers: what stands between a family and the help that was arranged."""

from __future__ import annotations

from enum import Enum


class Barrier(Enum):
    """What stands in the way of help. It lies with the world around the family, not with it."""

    NO_OPENING = "no_opening"
    """There is a waiting list, or no room."""
    NO_PROVIDER = "no_provider"
    """Nobody near offers it."""
    ELIGIBILITY = "eligibility"
    """The rules of the service leave the family out."""
    COVERAGE = "coverage"
    """The payer does not pay for it."""
    COST = "cost"
    PAPERWORK = "paperwork"
    TRANSPORT = "transport"
    DISTANCE = "distance"
    HOURS = "hours"
    """It is open when the family cannot come."""
    CHILD_CARE = "child_care"
    LANGUAGE = "language"
    CULTURE = "culture"
    """It does not suit the family's culture, or did not respect it."""
    ACCESSIBILITY = "accessibility"
    TECHNOLOGY = "technology"
    """It asks for a phone, a computer or a connection that the family does not have."""
    SAFETY = "safety"
    TRUST = "trust"
    """What happened before makes it hard to go there."""
    NO_ANSWER = "no_answer"
    """The provider does not answer."""
    OTHER = "other"
