"""A program put together: the room where storage, policy, plugins and reviews meet."""

from __future__ import annotations

from wraparound.program.assembly import (
    BUILT_IN,
    assemble_hooks,
    known_criteria,
    plugin_criteria,
    plugin_instruments,
    plugin_packs,
    plugin_payers,
    plugin_programs,
    plugin_scenarios,
)
from wraparound.program.delivery import DeliveryReport
from wraparound.program.disclosing import DisclosureDue, disclosure_form, disclosures_due
from wraparound.program.disclosure_form import DisclosureForm, TieOnFile
from wraparound.program.evidence import EvidenceFiles, evidence_files, gather_evidence
from wraparound.program.indicating import ALL_GROUPS, IndicatorCell, IndicatorReport
from wraparound.program.ledger import ShownOffer
from wraparound.program.matters import Matter, MatterLimit
from wraparound.program.notifying import FamilyNotices, NotifyReport, Planned
from wraparound.program.options import ProviderOption
from wraparound.program.papers import PaperKind, PictureKind
from wraparound.program.phase_work import PhaseEntered
from wraparound.program.policy_settings import PolicySetting
from wraparound.program.practice import NATIONAL_MODEL, FamilyDue
from wraparound.program.program import DEFAULT_STORE, FEDERAL_PACKS, Program
from wraparound.program.reads import Reader
from wraparound.program.records import utc_now
from wraparound.program.rule_changes import FamilyTurn
from wraparound.program.screening import ScreeningReport
from wraparound.program.steering import SteeringReport, count_referrals, keep_tallies
from wraparound.program.supposing import Supposed, Supposition
from wraparound.program.team_work import MeetingRecorded
from wraparound.program.unit import Unit

__all__ = [
    "ALL_GROUPS",
    "BUILT_IN",
    "DEFAULT_STORE",
    "FEDERAL_PACKS",
    "NATIONAL_MODEL",
    "DeliveryReport",
    "DisclosureDue",
    "DisclosureForm",
    "EvidenceFiles",
    "FamilyDue",
    "FamilyNotices",
    "FamilyTurn",
    "IndicatorCell",
    "IndicatorReport",
    "Matter",
    "MatterLimit",
    "MeetingRecorded",
    "NotifyReport",
    "PaperKind",
    "PhaseEntered",
    "PictureKind",
    "Planned",
    "PolicySetting",
    "Program",
    "ProviderOption",
    "Reader",
    "ScreeningReport",
    "ShownOffer",
    "SteeringReport",
    "Supposed",
    "Supposition",
    "TieOnFile",
    "Unit",
    "assemble_hooks",
    "count_referrals",
    "disclosure_form",
    "disclosures_due",
    "evidence_files",
    "gather_evidence",
    "keep_tallies",
    "known_criteria",
    "plugin_criteria",
    "plugin_instruments",
    "plugin_packs",
    "plugin_payers",
    "plugin_programs",
    "plugin_scenarios",
    "utc_now",
]
