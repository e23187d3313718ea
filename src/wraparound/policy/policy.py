"""The packs that somebody chose, in order, with what was changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from wraparound.errors import Fault, PolicyInvalid, PolicyUnknown
from wraparound.model.policy_change import PolicyChange
from wraparound.policy.changing import changes_of
from wraparound.policy.known_plugins import plugin_hint
from wraparound.policy.overlay import Overlay, overlaid
from wraparound.policy.pack import Authority, Pack
from wraparound.policy.packaged import load_pack, load_parameters, pack_names
from wraparound.policy.parameters import Parameters, Values


@attrs.frozen(kw_only=True, eq=False)
class Policy:
    """What a review judges by.

    Every pack speaks for itself, under its own parameters; their order only breaks ties.

    Attributes:
        packs: The chosen packs with their overlays applied, in the order asked for.
        overlays: The changes that were applied.
        changes: What is otherwise by them than the packs say themselves, one by one.
        parameters: What packs may set, with the defaults.
    """

    packs: tuple[Pack, ...]
    overlays: tuple[Overlay, ...] = ()
    changes: tuple[PolicyChange, ...] = ()
    parameters: Parameters = attrs.field(factory=load_parameters, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the packs, in order."""
        return tuple(pack.id for pack in self.packs)

    def values(self, pack: Pack) -> Values:
        """Return the value of every parameter under a pack."""
        return self.parameters.values(pack.params)


def choose_policy(
    names: Sequence[str],
    *,
    overlays: Iterable[Overlay] = (),
    packs: Mapping[str, Pack] | None = None,
) -> Policy:
    """Return the policy of these packs, changed by the overlays that name one of them.

    Args:
        names: The ids of the packs, in order.
        overlays: Changes; those to packs that were not asked for are ignored.
        packs: More packs by id, such as those of plugins; they come before the packaged ones, and
            none stands in the place of a federal one.

    Raises:
        PolicyUnknown: There is no such pack; all names are looked up before any overlay is.
        PolicyInvalid: An overlay may not do what it does, or a pack takes a federal one's name.
    """
    more = packs or {}
    found = [_find(name, more) for name in dict.fromkeys(names)]
    changes = tuple(each for each in overlays if each.pack in names)
    parameters = load_parameters()
    chosen, told = list[Pack](), list[PolicyChange]()
    for pack in found:
        changed = pack
        for overlay in changes:
            if overlay.pack == pack.id:
                former, changed = changed, overlaid(changed, overlay, parameters)
                told += changes_of(former, changed, overlay, parameters)
        chosen.append(changed)
    return Policy(packs=tuple(chosen), overlays=changes, changes=tuple(told), parameters=parameters)


def _find(name: str, more: Mapping[str, Pack]) -> Pack:
    own, packaged = more.get(name), load_pack(name)
    federal = packaged is not None and packaged.authority is Authority.FEDERAL
    if federal and own is not None and own != packaged:
        # else a program could ask less of a federal text than the text, and state no basis
        message = "is the name of a federal pack of the library, whose words nobody replaces"
        raise PolicyInvalid(
            name,
            [Fault("id", message)],
            hint="give your pack a name of its own, or change the federal one by an overlay",
        )
    pack = own or packaged
    if pack is None:
        known = {*more, *pack_names()}
        raise PolicyUnknown(name, known, hint=plugin_hint(name, known))
    return pack
