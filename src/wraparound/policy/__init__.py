"""Dated policy packs: what each authority says, with its citations; nothing of it is in code."""

from __future__ import annotations

from wraparound.policy.ages import Age
from wraparound.policy.overlay import Overlay
from wraparound.policy.pack import (
    Authority,
    ExceptionTerms,
    Pack,
    PackRule,
    Value,
    Variant,
    Waiver,
    WaiverKind,
)
from wraparound.policy.packaged import (
    load_packs,
    load_parameters,
    pack_names,
    read_overlays,
    read_packs,
)
from wraparound.policy.parameters import Parameter, Parameters, Values
from wraparound.policy.payer_routes import PayerPack, PayerRoute, PaysFor, read_payer_files
from wraparound.policy.policy import Policy, choose_policy
from wraparound.policy.program_pack import ProgramPack, ProgramParameter
from wraparound.policy.program_packaged import (
    is_program_pack,
    program_pack_names,
    read_program_packs,
)
from wraparound.policy.program_policy import ProgramPolicy, choose_program

__all__ = [
    "Age",
    "Authority",
    "ExceptionTerms",
    "Overlay",
    "Pack",
    "PackRule",
    "Parameter",
    "Parameters",
    "PayerPack",
    "PayerRoute",
    "PaysFor",
    "Policy",
    "ProgramPack",
    "ProgramParameter",
    "ProgramPolicy",
    "Value",
    "Values",
    "Variant",
    "Waiver",
    "WaiverKind",
    "choose_policy",
    "choose_program",
    "is_program_pack",
    "load_packs",
    "load_parameters",
    "pack_names",
    "program_pack_names",
    "read_overlays",
    "read_packs",
    "read_payer_files",
    "read_program_packs",
]
