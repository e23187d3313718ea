"""What was done to a trail, found by laying what was sealed beside what stands.

An entry is known by what it says, whatever its number, so that one that was taken out is told from
the many behind it that were given new numbers to close the gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, groupby

import attrs

from wraparound.storage.envelopes import AuditEntry
from wraparound.storage.seals.breaches import Breach, Tampering
from wraparound.storage.seals.seal import content_of, digest_at


@attrs.frozen
class _Block:
    """A place where what stands differs from what was sealed.

    Attributes:
        gone: The places, from 0, of sealed entries that do not stand there.
        come: The places of entries that stand there and were not sealed there.
    """

    gone: list[int]
    come: list[int]


def compare(sealed: Sequence[str], stands: Sequence[AuditEntry]) -> Iterator[Breach]:
    """Yield what was done to the entries of a trail.

    Args:
        sealed: What each entry says that was sealed, in order.
        stands: The trail as it stands, with the entries that are not sealed yet.
    """
    says = [content_of(each) for each in stands]
    same, blocks = _laid_beside(sealed, says)
    # where the last sealed one stands in its place, what is behind it came later, and from nowhere
    settled = [blocks.pop()] if sealed and same[-1:] == [(len(sealed) - 1, len(sealed) - 1)] else []
    moved, blocks = _without_moved(blocks, sealed, says)
    blocks += settled
    if moved:
        yield Breach(tampering=Tampering.REORDERED, numbers=tuple(each + 1 for each in moved))
    for home, place in same:
        if not _is_its_own(stands[place], home=home + 1, place=place + 1):
            yield Breach(tampering=Tampering.EDITED, numbers=(home + 1,))
    last = stands[same[-1][1]].number if same else 0
    behind, blocks = _without_unsealed(len(sealed), blocks, stands, last)
    for block in blocks:
        yield from _of_block(block, len(sealed), stands, ends=not behind)
    yield from _of_unsealed(len(sealed), [stands[each] for each in behind], last)


def _laid_beside(
    sealed: Sequence[str], says: Sequence[str]
) -> tuple[list[tuple[int, int]], list[_Block]]:
    """Return which places say the same, and where they differ."""
    start = 0
    while start < min(len(sealed), len(says)) and sealed[start] == says[start]:
        start += 1
    same = [(place, place) for place in range(start)]
    end = len(sealed)
    # what was edited in its place leaves everything behind it in its place, too
    while start < end <= len(says) and sealed[end - 1] == says[end - 1]:
        end -= 1
    stop = end if end < len(sealed) else len(says)
    blocks: list[_Block] = []
    matcher = SequenceMatcher(None, sealed[start:end], says[start:stop], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes() if start < end else ():
        gone, come = range(start + i1, start + i2), range(start + j1, start + j2)
        if tag == "equal":
            same.extend(zip(gone, come, strict=True))
        else:
            blocks.append(_Block(list(gone), list(come)))
    same.extend((place, place) for place in range(end, len(sealed)))
    home, place = same[-1] if same else (-1, -1)
    if home + 1 < len(sealed) or (blocks and blocks[-1].come[-1:] > [place]):
        return same, blocks
    return same, [*blocks, _Block([], list(range(place + 1, len(says))))]


def _without_moved(
    blocks: list[_Block], sealed: Sequence[str], says: Sequence[str]
) -> tuple[list[int], list[_Block]]:
    """Return the sealed places of entries that stand elsewhere, and the blocks without them."""
    gone = Counter(sealed[each] for block in blocks for each in block.gone)
    come = Counter(says[each] for block in blocks for each in block.come)
    both, arrived = gone & come, gone & come
    moved: list[int] = []
    left: list[_Block] = []
    for block in blocks:
        kept = _Block([], [])
        for place in block.gone:
            if both[sealed[place]]:
                both[sealed[place]] -= 1
                moved.append(place)
            else:
                kept.gone.append(place)
        for place in block.come:
            if arrived[says[place]]:
                arrived[says[place]] -= 1
            else:
                kept.come.append(place)
        left.append(kept)
    return moved, left


def _without_unsealed(
    count: int, blocks: list[_Block], stands: Sequence[AuditEntry], last: int
) -> tuple[list[int], list[_Block]]:
    """Return the places at the end whose entries were not sealed yet, and the blocks without them.

    Args:
        count: How many entries were sealed.
        blocks: Where something differs; the last of them is what stands at the end.
        stands: The trail as it stands.
        last: The number of the last entry that stands as it was sealed.
    """
    *before, end = blocks
    gone = sum(len(each.gone) for each in blocks)
    behind = [
        each
        for each in end.come
        if (_first_number(stands[each], gone) > count if end.gone else stands[each].number > last)
    ]
    unsealed = set(behind)
    return behind, [*before, _Block(end.gone, [each for each in end.come if each not in unsealed])]


def _first_number(entry: AuditEntry, gone: int) -> int:
    """Return the number that an entry had before others were taken out, if its hash tells."""
    earlier = entry.number + gone
    return earlier if entry.digest == digest_at(entry, earlier) else entry.number


def _is_its_own(entry: AuditEntry, *, home: int, place: int) -> bool:
    """Tell whether number and hash of an entry are what they were, or moved with its neighbours."""
    numbers = {home, place}
    hashes = (digest_at(entry, each) for each in numbers)
    return entry.number in numbers and entry.digest in hashes


def _of_block(
    block: _Block, count: int, stands: Sequence[AuditEntry], *, ends: bool
) -> Iterator[Breach]:
    pairs = min(len(block.gone), len(block.come))
    for place in block.gone[:pairs]:
        yield Breach(tampering=Tampering.EDITED, numbers=(place + 1,))
    for run in _runs(each + 1 for each in block.gone[pairs:]):
        cut = ends and run[-1] == count
        tampering = Tampering.TRUNCATED if cut else Tampering.REMOVED
        yield Breach(tampering=tampering, numbers=run)
    if block.come[pairs:]:
        numbers = tuple(stands[each].number for each in block.come[pairs:])
        yield Breach(tampering=Tampering.INSERTED, numbers=numbers)


def _of_unsealed(count: int, entries: list[AuditEntry], last: int) -> Iterator[Breach]:
    """Yield what the entries show by themselves that were not sealed yet.

    Args:
        count: How many entries were sealed.
        entries: Those that stand behind them.
        last: The number of the last entry that stands as it was sealed.
    """
    if not entries:
        return
    # where sealed entries were taken out or put in, those behind may have been numbered anew
    numbers = [each.number for each in entries]
    first = last + 1 if numbers[0] == last + 1 else count + 1
    shift = count + 1 - first
    twice = [each for each, times in Counter(numbers).items() if times > 1]
    for run in _runs(sorted(set(range(first, max(numbers) + 1)) - set(numbers))):
        yield Breach(tampering=Tampering.REMOVED, numbers=run)
    for number in twice:
        yield Breach(tampering=Tampering.INSERTED, numbers=(number,))
    late = tuple(
        each for each, most in zip(numbers, accumulate(numbers, max), strict=True) if each < most
    )
    if late and not twice:
        yield Breach(tampering=Tampering.REORDERED, numbers=late)
    for entry in entries:
        if entry.digest not in {digest_at(entry, entry.number + each) for each in (0, shift)}:
            yield Breach(tampering=Tampering.EDITED, numbers=(entry.number,))


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Yield the numbers that follow one another, together."""
    for _, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0]):
        yield tuple(number for _, number in run)
