"""The reason codes of findings in plain words, and whom to ask for what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from wraparound.documents.names import Names


@attrs.frozen
class Reason:
    """One reason of a finding in words.

    Attributes:
        code: The code as the finding has it, such as ``unknown_from:tie-1``.
        says: What it means.
        ask: Whom to ask, or what to do; empty where nothing is missing.
    """

    code: str
    says: str
    ask: str = ""


_STAFF = "Ask the person and their employer."
_OFFICE = "Ask the agency's administrator."
_OWNER = "Ask the agency for its ownership disclosure (the form for 42 CFR 455.104)."
_PLAN = "Ask the facilitator, and write it into the plan."
_STATE = "Ask the state's provider enrollment or licensing office."
_WAIVER = "Ask whoever approved the exception or the safeguards, and complete the record."

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # what is not known
        "unknown_from": (
            "nobody recorded when {} began",
            "Ask whoever recorded it for the first day.",
        ),
        "unknown_until": (
            "nobody recorded when {} ended",
            "Ask whoever recorded it for the last day.",
        ),
        "unknown_paid": ("it is not recorded whether {} is paid for", _PLAN),
        "unknown_hcbs": (
            "it is not recorded whether {} is a Medicaid home and community-based service",
            "Ask the payer or the facilitator.",
        ),
        "unknown_category": ("it is not recorded what kind of service {} is", _PLAN),
        "unknown_employer": ("the employer in {} is not named", _STAFF),
        "share_range": ("{} gives the share only as a range", _OWNER),
        "unknown_share": ("{} does not give the size of the share", _OWNER),
        "unknown_area": ("it is not recorded in which service area {} lives", "Ask the family."),
        "unknown_roster": ("the list of providers does not say enough ({})", _STATE),
        "no_roster": ("there is no list of the providers in the area", _STATE),
        "unknown_attendance": ("it is not recorded who came to {}", "Ask whoever led the meeting."),
        "unknown_nature": (
            "it is not recorded whether {} was case management or a direct service",
            "Ask whoever billed it.",
        ),
        "kin_step_excluded": (
            "they are kin by a step-relation, which this policy does not count by itself",
            "Ask the state whether step-relations count.",
        ),
        "kin_adoption_excluded": (
            "they are kin by adoption, which this policy does not count by itself",
            "Ask the state whether adoption counts.",
        ),
        "no_disclosure": (
            "there is no disclosure of interests on file",
            "Ask the person to sign a disclosure of interests.",
        ),
        "stale_disclosure": (
            "the disclosure of interests is too old to rely on",
            "Ask the person to renew the disclosure of interests.",
        ),
        "disclosure_contradicted": (
            "the disclosure of interests leaves out {}, which is on record",
            "Ask the person which of the two is right.",
        ),
        "unspecified_owner": ("the agency did not tell who owns it ({})", _OWNER),
        "unknown_consent": ("it is not recorded whether the family agreed to the plan", _PLAN),
        "unknown_coi_guidelines": (
            "it is not recorded whether the plan has conflict guidelines",
            _PLAN,
        ),
        "unknown_dispute_strategy": (
            "it is not recorded whether the plan says how disputes are settled",
            _PLAN,
        ),
        # why an exception or safeguards do not hold
        "not_started": ("it had not begun on that day", _WAIVER),
        "expired": ("it had expired", _WAIVER),
        "authority": ("it was given under another authority than this policy accepts", _WAIVER),
        "function": ("it does not cover what this person does", _WAIVER),
        "area": ("it does not cover the area where the youth lives", _WAIVER),
        "unapproved": ("an approval that it needs is not on record ({})", _WAIVER),
        "approver_tied": (
            "{}, who approved it, is tied to the parties",
            "Have it approved afresh.",
        ),
        "not_demonstrated": (
            "nobody recorded that the agency is the only one willing and qualified",
            _WAIVER,
        ),
        "missing_safeguard": ("the safeguard {} is not part of it", _WAIVER),
        "safeguard_not_in_force": ("the safeguard {} was not in force on that day", _WAIVER),
        "roster_missing": ("no check of the provider list is on record", _STATE),
        "roster_stale": ("the last check of the provider list is too old", _STATE),
        "another_provider": (
            "{} is willing and qualified as well",
            "Offer the family that agency.",
        ),
        # what a true finding says in detail
        "common_control_only": ("the tie is only that one owner stands above both", ""),
        "affinity_ended": ("the marriage that made them kin has ended", ""),
        "self_review": ("the disclosure was reviewed by the person who wrote it", ""),
        "above_baseline": ("referrals go there more often than others' referrals do", ""),
        "timing": ("it came soon after the complaint", ""),
        "unanswered": ("the request was not answered in time", ""),
        "handled_by_subject": ("the person it is about deals with it", ""),
        "handled_by_tied_person": ("whoever deals with it is tied to the agency it is about", ""),
        "same_person": ("the person complained about deals with the complaint", ""),
        "same_org": ("whoever deals with it works for the agency complained about", ""),
        "subordinate": ("whoever deals with it reports to the person complained about", ""),
        "kin": ("whoever deals with it is kin to the person complained about", ""),
        "previously_involved": ("whoever deals with it took part in what it is about", ""),
        "same_unit": ("both work in the same unit", ""),
        "tied": ("they are tied to the agency it is about", ""),
        "unknown_about": ("nobody recorded what the request is about", "Ask the family."),
        "subordinate_of_involved": ("whoever deals with it reports to somebody who took part", ""),
        "self_approval": ("the one who asked for the money approved it", ""),
        "payee_is_approver": ("the one who receives the money approved it", ""),
        "tied_to_payee": ("whoever approved it is tied to the one who receives the money", ""),
        "no_current_notice": ("the family holds no current written notice of its rights", _PLAN),
        "absent": ("no choice of the family is recorded for this service", _PLAN),
        "pre_dated": ("the only recorded choice was made long before the service", _PLAN),
        "indicator": ("the record of the family's choice does not show: {}", _PLAN),
        "missing_coi_guidelines": ("the plan has no conflict guidelines", _PLAN),
        "missing_dispute_strategy": ("the plan does not say how disputes are settled", _PLAN),
        "no_consent": ("the family's agreement to the plan is not recorded", _PLAN),
        "unsigned": ("{} has not signed the plan", _OFFICE),
        "missing": ("there is no attestation of independence", _STAFF),
        "unsigned_by_supervisor": ("no supervisor signed the attestation", _OFFICE),
        "stale": ("the attestation is too old", _STAFF),
        "not_refreshed": ("the attestation was not renewed after {}", _STAFF),
        "not_filed_with": ("no attestation was filed with {}", _STAFF),
    }
)

_SAY_A_WORD = frozenset({"indicator", "unapproved", "unspecified_owner"})
"""Reasons that have a word behind the colon, and not an id."""

REASON_CODES = tuple(sorted(_WORDS))
"""Every reason that the library's own rules give, without the id behind the colon."""


def reason_in_words(code: str, names: Names | None = None) -> Reason:
    """Return a reason in plain words; a code that is not known here is spelled out.

    Examples:
        >>> reason_in_words("no_disclosure").ask
        'Ask the person to sign a disclosure of interests.'

    Args:
        code: The code, with the id or word behind the colon.
        names: What to call what the id stands for.
    """
    word, _, about = code.partition(":")
    if word not in _WORDS:
        return Reason(code, code.replace("_", " ").replace(":", ": "))
    says, ask = _WORDS[word]
    if word in _SAY_A_WORD:
        return Reason(code, says.format(about.replace("_", " ")), ask)
    return Reason(code, says.format((names or Names()).name(about) if about else "it"), ask)
