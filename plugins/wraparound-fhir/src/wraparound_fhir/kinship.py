"""What relationship codes mean: in the family, on the team, and as kinship."""

from __future__ import annotations

import attrs

from wraparound.model.family import FamilyRole
from wraparound.model.team import SupportType, TeamRole
from wraparound.model.tie import KinNature, Relation, TieKind
from wraparound_fhir.words import codes_of, said_in


@attrs.frozen(kw_only=True)
class Kin:
    """What somebody is to the person whom the help is for.

    Attributes:
        family: What they are in the family; None for people outside it.
        team: What they are on a team.
        support: What kind of support they are.
        relation: The kinship, if any.
        upward: Whether the related person is the subject of it ("the mother of").
        nature: By what they are kin.
        ties: Other ties, in which the related person is the subject.
        partner: Whether the two live as a couple.
        decides: Whether they hold legal authority.
    """

    family: FamilyRole | None = FamilyRole.OTHER
    team: TeamRole = TeamRole.OTHER
    support: SupportType = SupportType.FAMILY_MEMBER
    relation: Relation | None = None
    upward: bool = True
    nature: KinNature | None = None
    ties: tuple[TieKind, ...] = ()
    partner: bool = False
    decides: bool = False


_RELATIVE = Kin(
    family=FamilyRole.OTHER_RELATIVE, team=TeamRole.EXTENDED_FAMILY, support=SupportType.NATURAL
)
_PARENT = Kin(family=FamilyRole.CAREGIVER, team=TeamRole.CAREGIVER, relation=Relation.PARENT_OF)
_CHILD = Kin(
    family=FamilyRole.CHILD,
    team=TeamRole.EXTENDED_FAMILY,
    relation=Relation.PARENT_OF,
    upward=False,
)
_SIBLING = Kin(family=FamilyRole.SIBLING, team=TeamRole.SIBLING, relation=Relation.SIBLING_OF)
_SPOUSE = Kin(family=FamilyRole.PARTNER, team=TeamRole.EXTENDED_FAMILY, relation=Relation.SPOUSE_OF)
_GUARDIAN = Kin(
    family=FamilyRole.CAREGIVER,
    team=TeamRole.CAREGIVER,
    ties=(TieKind.GUARDIAN_OF,),
    decides=True,
)
_STRANGER = Kin()

_ROWS: tuple[tuple[str, Kin], ...] = (
    ("MTH FTH PRN PARNT 72705000 66839005 40683002", _PARENT),
    ("NMTH NFTH NPRN NMTHF NFTHF GESTM", attrs.evolve(_PARENT, nature=KinNature.BLOOD)),
    ("ADOPTM ADOPTF ADOPTP", attrs.evolve(_PARENT, nature=KinNature.ADOPTION)),
    ("STPMTH STPFTH STPPRN", attrs.evolve(_PARENT, nature=KinNature.STEP)),
    ("MTHFOST FTHFOST PRNFOST", attrs.evolve(_PARENT, nature=KinNature.FOSTER)),
    ("CHILD SONC DAUC", _CHILD),
    ("NCHILD SON DAU", attrs.evolve(_CHILD, nature=KinNature.BLOOD)),
    ("CHLDADOPT SONADOPT DAUADOPT", attrs.evolve(_CHILD, nature=KinNature.ADOPTION)),
    ("STPCHLD STPSON STPDAU", attrs.evolve(_CHILD, nature=KinNature.STEP)),
    ("CHLDFOST SONFOST DAUFOST", attrs.evolve(_CHILD, nature=KinNature.FOSTER)),
    ("SIB BRO SIS HSIB HBRO HSIS 375005 70924004 27733009", _SIBLING),
    (
        "NSIB NBRO NSIS TWIN TWINBRO TWINSIS FTWIN FTWINBRO FTWINSIS ITWIN ITWINBRO ITWINSIS",
        attrs.evolve(_SIBLING, nature=KinNature.BLOOD),
    ),
    ("STPSIB STPBRO STPSIS", attrs.evolve(_SIBLING, nature=KinNature.STEP)),
    (
        "GRPRN GRMTH GRFTH MGRPRN MGRMTH MGRFTH PGRPRN PGRMTH PGRFTH",
        attrs.evolve(_RELATIVE, relation=Relation.GRANDPARENT_OF),
    ),
    (
        "GRNDCHILD GRNDSON GRNDDAU",
        attrs.evolve(_RELATIVE, relation=Relation.GRANDPARENT_OF, upward=False),
    ),
    (
        "AUNT MAUNT PAUNT UNCLE MUNCLE PUNCLE",
        attrs.evolve(_RELATIVE, relation=Relation.AUNT_UNCLE_OF),
    ),
    (
        "NIENEPH NIECE NEPHEW",
        attrs.evolve(_RELATIVE, relation=Relation.AUNT_UNCLE_OF, upward=False),
    ),
    ("COUSN MCOUSN PCOUSN", attrs.evolve(_RELATIVE, relation=Relation.COUSIN_OF)),
    ("SPS HUSB WIFE", _SPOUSE),
    (
        "DOMPART",
        attrs.evolve(_SPOUSE, relation=None, ties=(TieKind.HOUSEHOLD,), partner=True),
    ),
    ("SIGOTHR", attrs.evolve(_SPOUSE, relation=None)),
    ("GUARD 58626002", _GUARDIAN),
    ("HPOWATT", attrs.evolve(_STRANGER, ties=(TieKind.HEALTH_PROXY_OF,))),
    ("FAMMEMB EXT GGRPRN GGRMTH GGRFTH CHLDINLAW PRNINLAW SIBINLAW N NOK", _RELATIVE),
    (
        "FRND",
        Kin(family=None, team=TeamRole.FRIEND, support=SupportType.NATURAL),
    ),
    ("NBOR", Kin(family=None, team=TeamRole.NEIGHBOR, support=SupportType.NATURAL)),
    ("CAREGIVER CGV 133932002", Kin(family=FamilyRole.CAREGIVER, team=TeamRole.CAREGIVER)),
)
_BY_CODE = {code: kin for codes, kin in _ROWS for code in codes.split()}
_BY_WORD = {
    "mother": _PARENT,
    "father": _PARENT,
    "parent": _PARENT,
    "guardian": _GUARDIAN,
    "sister": _SIBLING,
    "brother": _SIBLING,
    "grandmother": _BY_CODE["GRMTH"],
    "grandfather": _BY_CODE["GRFTH"],
    "aunt": _BY_CODE["AUNT"],
    "uncle": _BY_CODE["UNCLE"],
    "cousin": _BY_CODE["COUSN"],
    "friend": _BY_CODE["FRND"],
    "neighbor": _BY_CODE["NBOR"],
    "caregiver": _BY_CODE["CGV"],
}


def kin_for(relationships: list[object]) -> tuple[Kin, ...]:
    """Return what the codes, or else the words, of a relationship mean; the plainest first."""
    found = [_BY_CODE[code] for _, code in codes_of(*relationships) if code in _BY_CODE]
    if not found:
        said = said_in(*relationships).replace(",", " ").split()
        found = [_BY_WORD[word] for word in said if word in _BY_WORD]
    return tuple(dict.fromkeys(found)) or (_STRANGER,)
