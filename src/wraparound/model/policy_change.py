"""What somebody changed in a pack of rules, told beside every answer that was given under it."""

from __future__ import annotations

import attrs

from wraparound.model.checks import FILLED
from wraparound.model.record import Record
from wraparound.model.sensitivity import PUBLIC, labelled


@attrs.frozen(kw_only=True, field_transformer=labelled)
class PolicyChange(Record):
    """One thing that an overlay changed in one pack.

    Attributes:
        pack: The pack.
        overlay: Who changed it: the overlay's id.
        about: The rule, the parameter or the list of the exception's terms.
        before: What the pack says itself.
        after: What counted instead.
        asks_less: Whether less may be found, or less is asked for, than by the pack itself.
        cite: The text that the overlay names for what counts instead.
        stated_basis: The text that the overlay names for asking less. Nobody but its author has
            checked either text.
    """

    pack: str = attrs.field(metadata=PUBLIC | FILLED)
    overlay: str = attrs.field(metadata=PUBLIC | FILLED)
    about: str = attrs.field(metadata=PUBLIC | FILLED)
    before: str = attrs.field(default="", metadata=PUBLIC)
    after: str = attrs.field(default="", metadata=PUBLIC)
    asks_less: bool = attrs.field(default=False, metadata=PUBLIC)
    cite: str = attrs.field(default="", metadata=PUBLIC)
    stated_basis: str = attrs.field(default="", metadata=PUBLIC)

    def __str__(self) -> str:
        """Return the change in a line."""
        said = f"{self.overlay} changed {self.pack}: {self.about}: {self.after}"
        texts = dict.fromkeys(each for each in (self.stated_basis, self.cite) if each)
        named = f"it names {', '.join(texts)}" if texts else "it names no text"
        less = "; less is asked" if self.asks_less else ""
        return f"{said} instead of {self.before} ({named}{less})"
