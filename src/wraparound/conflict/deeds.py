"""What somebody could do about a finding: a supposed step over facts, and whose step it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum

import attrs

from wraparound.conflict.facts import Facts


class Whose(Enum):
    """Whose choice a step is."""

    PROGRAM = "program"
    """The program arranges it: a duty or a complaint passes to somebody else, a list is shown."""
    PERSON = "person"
    """A tie is ended, or a paper signed, by the person or the agency that it is about."""
    AUTHORITY = "authority"
    """An approval is for whoever approves exceptions; the agency can only ask for it."""
    FAMILY = "family"
    """A service, and a consent, are the family's own choice, and nobody else's."""


class Deed(Enum):
    """What is done in a step."""

    ENDS = "ends"
    """A tie, a duty or a service ends."""
    PASSES_ON = "passes_on"
    """A duty, or the handling of a complaint or a request, passes to somebody else."""
    ANSWERED = "answered"
    """A request that waits is answered."""
    DISCLOSED = "disclosed"
    """Somebody signs a disclosure of interests that names every tie on file."""
    ATTESTED = "attested"
    """Somebody signs the attestation of independence; a supervisor signs with them."""
    WRITTEN_ANEW = "written_anew"
    """A new version of the plan is written with the family by somebody else, and signed."""
    OFFERED_AGAIN = "offered_again"
    """The family is shown every provider of the roster where it lives."""
    CHOICE_KEPT = "choice_kept"
    """The family is asked about the service and its providers, and what it chose is kept."""
    NOTICE_GIVEN = "notice_given"
    """The family is told in writing of its right to another coordinator."""
    GUIDED = "guided"
    """The plan says how conflicts of interest are handled and disagreements settled."""
    SIGNED = "signed"
    """The family consents in writing, and every provider of the plan signs."""
    SAFEGUARDED = "safeguarded"
    """Safeguards are put in force and kept on record."""
    PUT_IN_ORDER = "put_in_order"
    """A waiver is renewed, shown and approved anew, with its safeguards in force."""


@attrs.frozen(kw_only=True)
class Step:
    """One thing that somebody could do.

    Attributes:
        fact: The fact, the plan or the person that it is about.
        deed: What is done.
        whose: Whose choice it is.
        supposed: The facts as if it were done on a day.
        detail: What more there is to say, such as the codes of safeguards.
    """

    fact: str
    deed: Deed
    whose: Whose
    supposed: Callable[[Facts, date], Facts] = attrs.field(repr=False, eq=False)
    detail: str = ""

    @property
    def takes_away(self) -> bool:
        """Whether it ends something or hands it over, rather than making something good."""
        return self.deed in {Deed.ENDS, Deed.PASSES_ON}
