"""Whether a trail still is what was sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wraparound.errors import Fault, RequestInvalid
from wraparound.storage.envelopes import AuditEntry
from wraparound.storage.seals.breaches import Breach, Tampering
from wraparound.storage.seals.comparing import compare
from wraparound.storage.seals.seal import Anchor, Seal, signed_text, written_key


def verify(
    entries: Iterable[AuditEntry],
    seals: Iterable[Seal],
    anchors: Iterable[Anchor] = (),
    *,
    program: str,
    public_keys: Sequence[Ed25519PublicKey] | None,
) -> tuple[Breach, ...]:
    """Return what was done to a trail since it was sealed; nothing, if nothing was.

    What stands behind a broken or missing seal is looked at as if it were not sealed.

    Args:
        entries: The whole trail, in the order in which the store gives it.
        seals: Every seal of it.
        anchors: Those that were kept elsewhere.
        program: Whose trail it is.
        public_keys: The keys that seals may be signed with; several where keys were changed. With
            None, each seal is taken at its word: then whoever put a seal of their own in the place
            of another is only found by its key, which must be compared with the one that is known.

    Raises:
        RequestInvalid: An anchor is of another program's trail.
    """
    stands = tuple(entries)
    anchored = tuple(sorted(anchors, key=lambda each: each.seal))
    if any(each.program != program for each in anchored):
        raise RequestInvalid("this check", [Fault("anchors", "must be of the same program")])
    given = tuple(sorted(seals, key=lambda each: each.number))
    trusted = None if public_keys is None else frozenset(map(written_key, public_keys))
    sound = _sound(given, program, trusted)
    breaches = [*_of_seals(given, sound), *_of_anchors(anchored, given, sound, len(stands))]
    sealed = tuple(content for each in sound for content in each.contents)
    return (*breaches, *compare(sealed, stands))


def _sound(
    given: tuple[Seal, ...], program: str, trusted: frozenset[str] | None
) -> tuple[Seal, ...]:
    """Return the seals up to the first that cannot be trusted."""
    sound: list[Seal] = []
    for each in given:
        before = sound[-1] if sound else None
        follows = (
            each.program == program
            and each.number == len(sound) + 1
            and each.first == (before.last + 1 if before else 1)
            and each.previous == (before.mark if before else "")
            and len(each.contents) == each.last - each.first + 1
        )
        known = trusted is None or each.key in trusted
        if not follows or not known or not _is_signed(each):
            break
        sound.append(each)
    return tuple(sound)


def _is_signed(each: Seal) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(each.key))
        key.verify(bytes.fromhex(each.signature), signed_text(each))
    except (InvalidSignature, ValueError):
        return False
    return True


def _of_seals(given: tuple[Seal, ...], sound: tuple[Seal, ...]) -> Iterator[Breach]:
    if len(sound) == len(given):
        return
    due, found = len(sound) + 1, given[len(sound)].number
    if found > due:
        yield Breach(tampering=Tampering.SEAL_MISSING, numbers=tuple(range(due, found)))
    else:
        yield Breach(tampering=Tampering.SEAL_BROKEN, numbers=(found,))


def _of_anchors(
    anchors: tuple[Anchor, ...], given: tuple[Seal, ...], sound: tuple[Seal, ...], count: int
) -> Iterator[Breach]:
    marks = {each.number: each.mark for each in sound}
    for each in anchors:
        if marks.get(each.seal, each.mark) != each.mark:
            yield Breach(tampering=Tampering.SEAL_BROKEN, numbers=(each.seal,))
            break
    last = given[-1].number if given else 0
    absent = [each for each in anchors if each.seal > last]
    missing = tuple(each.seal for each in absent if each.last <= count)
    if missing:
        yield Breach(tampering=Tampering.SEAL_MISSING, numbers=missing)
    if absent and absent[-1].last > count:
        cut = tuple(range(count + 1, absent[-1].last + 1))
        yield Breach(tampering=Tampering.TRUNCATED, numbers=cut)
