"""Every error that wraparound raises, with the tree drawn on top.

What is wrong with a family's record is a finding, never an error. What is wrong with a call, a
document or the world is one of these:

    WraparoundError
    ├── RecordInvalid            (also ValueError)   a record was built with faults
    ├── DocumentInvalid          (also ValueError)   a document cannot become a record
    ├── InputRefused             (also ValueError)   a file cannot be imported; nothing was stored
    ├── KindUnknown              (also LookupError)  no kind of record has this name
    ├── StorageError
    │   ├── StorageUnknown       (also ValueError)   no adapter opens this URL
    │   ├── StorageUnavailable   (also OSError)      the store cannot be reached or read
    │   ├── RecordNotFound       (also LookupError)
    │   ├── RecordExists                             a new record has the id of a stored one
    │   ├── RecordChanged                            somebody saved it first
    │   ├── IndexUnknown         (also ValueError)   this kind is not searched by that field
    │   ├── RequestInvalid       (also ValueError)   a store was asked for what no store can do
    │   ├── StorageLacks                             a store was asked for what it cannot do
    │   ├── SealBroken                               what was sealed does not open: it was altered
    │   └── KeyMissing           (also LookupError)  the key of what is sealed is not there
    ├── PolicyError
    │   ├── PolicyInvalid        (also ValueError)   a pack has faults
    │   ├── PolicyUnknown        (also LookupError)  no pack or rule has this name
    │   └── ContentRefused       (also ValueError)   a site's own file is not the one agreed on
    │   └── PolicyUnknown        (also LookupError)  no pack or rule has this name
    ├── FrameInvalid             (also ValueError)   a frame does not hold what rules ask for
    ├── FactsInvalid             (also ValueError)   the facts of a review contradict one another
    ├── DocumentUnprintable                          a template fails, or there is no font for it
    ├── DeliveryFailed                               a message was not delivered; try again later
    │   ├── DeliveryRefused                          trying again would not help
    │   └── ChannelDown                              a whole channel cannot be reached
    ├── PluginInvalid                                a plugin breaks the contract of a hook
    └── ChangeRefused                                a ``before_`` hook said no, or failed

No message holds a personal value: identifiers, field names and paths only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import attrs


@attrs.frozen
class Fault:
    """One thing that is wrong, and where.

    Attributes:
        path: The place, such as ``plans[0].needs[2].statement``; empty for the whole.
        message: What must be true there, in plain words and without the value.
        source: The file and line, or the resource, that the fault was found in.
    """

    path: str
    message: str
    source: str = ""

    def __str__(self) -> str:
        """Return the fault as one line, the place first."""
        place = ": ".join(part for part in (self.source, self.path) if part)
        return f"{place}: {self.message}" if place else self.message


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known word, or an empty text."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if not near:
        folded = {each.casefold(): each for each in reversed(words)}
        near = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
        near = [folded[each] for each in near]
    return f"did you mean {near[0]!r}?" if near else ""


class WraparoundError(Exception):
    """The root of the tree: catch it to catch everything that wraparound raises.

    Attributes:
        hint: What to do next, where there is something to do.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.hint = hint
        super().__init__(f"{message}\nHint: {hint}" if hint else message)


class _FaultsError(WraparoundError, ValueError):
    """Several things are wrong at once; all of them are told.

    Attributes:
        faults: Every fault found, in the order of the input.
    """

    shown = 20

    def __init__(self, opening: str, faults: Sequence[Fault], *, hint: str = "") -> None:
        self.faults = tuple(faults)
        lines = [f"  {fault}" for fault in self.faults[: self.shown]]
        if len(self.faults) > self.shown:
            lines.append(f"  … and {len(self.faults) - self.shown} more (see .faults)")
        super().__init__("\n".join([opening, *lines]), hint=hint)


class RecordInvalid(_FaultsError):  # noqa: N818 - named for the fact it states
    """A record was built with faults; every one of them is listed."""

    def __init__(self, record: str, faults: Sequence[Fault]) -> None:
        self.record = record
        super().__init__(f"{record} cannot be built:", faults)


class DocumentInvalid(_FaultsError):  # noqa: N818 - named for the fact it states
    """A document cannot become a record; every fault is listed with its path.

    Attributes:
        record: The kind of record that it was to be.
        record_id: The id that it is stored under; empty where it is not stored.
    """

    def __init__(
        self, record: str, faults: Sequence[Fault], *, record_id: str = "", hint: str = ""
    ) -> None:
        self.record = record
        self.record_id = record_id
        what = f"the stored document {record_id}" if record_id else "this document"
        article = "an" if record[:1] in set("aeiou") else "a"
        super().__init__(f"{what} is not {article} {record}:", faults, hint=hint)


class InputRefused(_FaultsError):  # noqa: N818 - named for the fact it states
    """A file cannot be imported; nothing of it was stored.

    Attributes:
        uncounted: How many more faults there are than are listed.
    """

    def __init__(self, faults: Sequence[Fault], *, uncounted: int = 0, hint: str = "") -> None:
        self.uncounted = uncounted
        opening = "the input was refused and nothing was stored:"
        if uncounted:
            opening = (
                f"the input was refused ({len(faults) + uncounted} faults), nothing was stored:"
            )
        super().__init__(opening, faults, hint=hint)


class KindUnknown(WraparoundError, LookupError):  # noqa: N818 - named for the fact it states
    """No kind of record has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        hint = did_you_mean(name, self.known) or "kinds: " + ", ".join(self.known)
        super().__init__(f"there is no kind of record {name!r}", hint=hint)


class StorageError(WraparoundError):
    """Something about keeping records went wrong."""


class StorageUnknown(StorageError, ValueError):  # noqa: N818 - named for the fact it states
    """No adapter opens this storage URL."""

    def __init__(self, scheme: str, known: Iterable[str], *, hint: str = "") -> None:
        self.scheme = scheme
        self.known = tuple(sorted(known))
        hint = hint or did_you_mean(scheme, self.known)
        hint = hint or "known schemes: " + ", ".join(self.known)
        message = f"no storage adapter opens {scheme!r} addresses"
        super().__init__(
            message if scheme else "the address of a store begins with a scheme", hint=hint
        )


class StorageUnavailable(StorageError, OSError):  # noqa: N818 - named for the fact it states
    """The store cannot be reached, opened or read."""


class RecordNotFound(StorageError, LookupError):  # noqa: N818 - named for the fact it states
    """No such record is stored."""

    def __init__(self, kind: str, record_id: str, *, hint: str = "") -> None:
        self.kind = kind
        self.record_id = record_id
        super().__init__(f"there is no {kind} with the id {record_id}", hint=hint)


class RecordExists(StorageError):  # noqa: N818 - named for the fact it states
    """A record was added whose id is already stored."""

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind = kind
        self.record_id = record_id
        super().__init__(
            f"a {kind} with the id {record_id} is stored already",
            hint="replace it, naming the revision that you read",
        )


class RecordChanged(StorageError):  # noqa: N818 - named for the fact it states
    """Somebody saved the record after it was read."""

    def __init__(self, kind: str, record_id: str, *, expected: int, found: int) -> None:
        self.kind = kind
        self.record_id = record_id
        self.expected = expected
        self.found = found
        super().__init__(
            f"the {kind} {record_id} is at revision {found}, not {expected}",
            hint="read it again, make the change again, and save",
        )


class IndexUnknown(StorageError, ValueError):  # noqa: N818 - named for the fact it states
    """Records of this kind are not searched by that field."""

    def __init__(self, kind: str, field: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.field = field
        self.known = tuple(sorted(known))
        hint = did_you_mean(field, self.known) or "searchable: " + ", ".join(self.known)
        super().__init__(f"{kind} is not searched by {field!r}", hint=hint)


class RequestInvalid(StorageError, _FaultsError):  # noqa: N818 - named for the fact it states
    """A store was asked for something that no store can do; every fault is listed."""

    def __init__(self, request: str, faults: Sequence[Fault], *, hint: str = "") -> None:
        self.request = request
        _FaultsError.__init__(self, f"{request} cannot be done:", faults, hint=hint)


class StorageLacks(StorageError):  # noqa: N818 - named for the fact it states
    """The store says that it cannot do what was asked of it."""

    def __init__(self, capability: str, store: str) -> None:
        self.capability = capability
        self.store = store
        super().__init__(
            f"{store} cannot do this: it has no {capability}",
            hint="keep these records in a SQL store, or do without",
        )


class SealBroken(StorageError):  # noqa: N818 - named for the fact it states
    """Something sealed does not open: it was altered, moved, or sealed with another key."""

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind = kind
        self.record_id = record_id
        super().__init__(
            f"the {kind} {record_id} does not open: it was altered, moved, or sealed otherwise",
            hint="compare it with a backup, and look into the audit trail",
        )


class KeyMissing(StorageError, LookupError):  # noqa: N818 - named for the fact it states
    """The key of what is sealed is not there.

    Attributes:
        key: Which key: the id of a master key, or whose key it is, such as ``family/f-1``.
        destroyed: Whether it was destroyed on purpose.
    """

    def __init__(self, key: str, *, destroyed: bool = False, hint: str = "") -> None:
        self.key = key
        self.destroyed = destroyed
        what = "was destroyed, and what it sealed is gone" if destroyed else "is not there"
        super().__init__(f"the key {key} {what}", hint=hint)


class PolicyError(WraparoundError):
    """Something is wrong with the rules, not with a family."""


class PolicyInvalid(PolicyError, _FaultsError):  # noqa: N818 - named for the fact it states
    """A policy pack has faults, or several packs have; every one of them is listed."""

    shown = 200  # packs are written by hand: whoever mends one wants to see all of them

    def __init__(self, pack: str, faults: Sequence[Fault], *, hint: str = "") -> None:
        self.pack = pack
        named = f"packs {pack} have" if ", " in pack else f"pack {pack} has"
        _FaultsError.__init__(self, f"the policy {named} faults:", faults, hint=hint)


class PolicyUnknown(PolicyError, LookupError):  # noqa: N818 - named for the fact it states
    """No pack, rule or parameter has this name."""

    def __init__(
        self, name: str, known: Iterable[str], *, what: str = "policy pack", hint: str = ""
    ) -> None:
        self.name = name
        self.known = tuple(sorted(known))
        hint = hint or did_you_mean(name, self.known) or "known: " + ", ".join(self.known)
        super().__init__(f"there is no {what} {name!r}", hint=hint)


class ContentRefused(PolicyError, ValueError):  # noqa: N818 - named for the fact it states
    """A file that a licensed site supplies is not the one that was agreed on."""

    def __init__(self, file: str, reason: str, *, hint: str = "") -> None:
        self.file = file
        super().__init__(f"the content file {file} {reason}", hint=hint)


class FrameInvalid(_FaultsError):  # noqa: N818 - named for the fact it states
    """A frame, or the facts for one, do not hold what rules ask for; every fault is listed."""

    def __init__(self, faults: Sequence[Fault], *, hint: str = "") -> None:
        super().__init__("the frame does not hold what rules ask for:", faults, hint=hint)


class FactsInvalid(WraparoundError, ValueError):  # noqa: N818 - named for the fact it states
    """The facts that a review was given contradict one another.

    Attributes:
        code: The kind of contradiction, such as ``duplicate_id`` or ``shares_exceed_whole``.
        ids: The facts concerned.
    """

    def __init__(self, code: str, ids: Sequence[str] = (), *, hint: str = "") -> None:
        self.code = code
        self.ids = tuple(ids)
        where = " (" + ", ".join(self.ids) + ")" if self.ids else ""
        super().__init__(f"the facts contradict one another: {code}{where}", hint=hint)


class DocumentUnprintable(WraparoundError):  # noqa: N818 - named for the fact it states
    """A document cannot be made into a page or a PDF: a template fails, or a letter has no font."""


class DeliveryFailed(WraparoundError):  # noqa: N818 - named for the fact it states
    """A message was not delivered now; it can be tried again.

    Attributes:
        channel: The channel.
        code: Why, as a code without personal values, such as ``smtp_450`` or ``timeout``.
    """

    _said = "did not deliver a message"

    def __init__(self, channel: str, code: str, *, hint: str = "") -> None:
        self.channel = channel
        self.code = code
        super().__init__(f"the channel {channel} {self._said}: {code}", hint=hint)


class DeliveryRefused(DeliveryFailed):
    """A message was refused for good: trying again would not help."""

    _said = "refuses a message"


class ChannelDown(DeliveryFailed):
    """A channel cannot be reached at all, or does not know us: no message can be delivered now."""

    _said = "cannot be used now"


class PluginInvalid(WraparoundError):  # noqa: N818 - named for the fact it states
    """A plugin breaks the contract of a hook."""

    def __init__(self, plugin: str, message: str, *, hint: str = "") -> None:
        self.plugin = plugin
        super().__init__(f"the plugin {plugin} {message}", hint=hint)


class ChangeRefused(WraparoundError):  # noqa: N818 - named for the fact it states
    """A ``before_`` hook said no, or failed; nothing was stored."""

    def __init__(self, plugin: str, reason: str) -> None:
        self.plugin = plugin
        self.reason = reason
        super().__init__(f"the change was refused by the plugin {plugin}: {reason}")
