"""A program's log: how it is read forward, how the next entry is written, and its contents.

Every entry is an object whose name is its number. Creating the next number is what commits: it
happens once, to one writer, for the whole of a change. So that opening need not touch every
object, the lines of each full block of entries are put together in a table of contents, and
those of each block of blocks. Contents follow from the log: where they are missing or damaged,
the log itself is read, and whoever reads past a full block writes what is missing.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import attrs

from wraparound.errors import StorageUnavailable
from wraparound_objectstore.lines import START, Line, damaged, mark, read_line, split, written
from wraparound_objectstore.shelf import Shelf

FIRST_READ = 16_384
"""How much of an object is read for its line; most lines are far shorter."""

SIDE_BY_SIDE = 16
"""How many requests are under way at once, where each is a journey."""

AT_ONCE = 64
"""How many entries are read in one go, at most, by whoever has fallen behind."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@attrs.frozen
class Place:
    """Where a body lies.

    Attributes:
        number: In which entry of the log.
        start: Where it begins in the object.
        size: How long it is; 0 for that of a removed record.
        sha256: Its hash.
    """

    number: int
    start: int
    size: int
    sha256: str


class Log:
    """One program's log, as far as it has been read."""

    def __init__(self, shelf: Shelf, folder: str, *, block: int) -> None:
        """Begin before the first entry.

        Args:
            shelf: Where the objects lie.
            folder: What the names of this program's objects begin with.
            block: How many entries a table of contents tells of.
        """
        self.shelf = shelf
        self.head = 0
        self.tip = START
        self._folder = folder
        self._block = block
        self._lengths = array("I")
        self._marks = bytearray()
        self._unbound: list[bytes] = []
        self._pool: ThreadPoolExecutor | None = None

    def again(self) -> Log:
        """Return the same log from before its first entry."""
        self.close()
        return Log(self.shelf, self._folder, block=self._block)

    def catch_up(self) -> Iterator[tuple[Line, int]]:
        """Yield what was written since, each line with its length. Take all of it."""
        batch = 1
        while raws := self._next(asked := min(batch, self._block - self.head % self._block)):
            contents = self._contents() if self.head % self._block == 0 else None
            if contents is not None:
                level, lines = contents
                for line, raw in lines:
                    self._adopt(raw)
                    yield line, len(raw)
                self._unbound.clear()
                self._bind(above=level)
                continue
            for raw in raws:
                line = self._read(raw, self.head + 1, self.tip)
                self._adopt(raw)
                yield line, len(raw)
            self._bind(above=0)
            if len(raws) < asked:
                return
            batch = min(batch * 2, AT_ONCE)

    def append(self, line: Line, bodies: Sequence[bytes]) -> int:
        """Write the next entry, and return the length of its line; 0 where another came first."""
        raw = written(line)
        if not self.shelf.create(self._name(line.number), b"".join((raw, *bodies))):
            return 0
        self._adopt(raw)
        self._bind(above=0)
        return len(raw)

    def length(self, number: int) -> int:
        """Return how long the line of an entry is."""
        return self._lengths[number - 1]

    def lines(self, numbers: Iterable[int]) -> dict[int, Line]:
        """Return the lines of entries, by number."""
        wanted = sorted(set(numbers))
        return dict(zip(wanted, self._side_by_side(self._line, wanted), strict=True))

    def stretch(self, first: int, last: int) -> Iterator[Line]:
        """Yield the lines from one entry to another, by the contents where there are any."""
        number = first
        while number <= last:
            until = min(last, number + self._block - 1 - (number - 1) % self._block)
            whole = until - number + 1 == self._block
            contents = self._name((number - 1) // self._block, level=1)
            raw = self.shelf.read(contents) if whole else None
            if raw is None:
                yield from self.lines(range(number, until + 1)).values()
            else:
                for offset, each in enumerate(split(raw)):
                    yield self._again(each, number + offset)
            number = until + 1

    def bodies(self, places: Sequence[Place]) -> list[bytes]:
        """Return the bodies that lie at these places, each proven by its hash."""
        by_number: dict[int, list[Place]] = defaultdict(list)
        for place in places:
            if place.size:
                by_number[place.number].append(place)
        found: dict[Place, bytes] = {}
        for read in self._side_by_side(self._bodies, list(by_number.values())):
            found.update(read)
        return [found.get(place, b"") for place in places]

    def keep_seal(self, number: int, seal: bytes) -> bool:
        """Put a seal over the entries down; False where its number is not the next."""
        before = number == 1 or self.shelf.read(self._seal(number - 1), 1) is not None
        return number >= 1 and before and self.shelf.create(self._seal(number), seal)

    def seals(self, after: int, limit: int) -> Iterator[bytes]:
        """Yield the seals after a number, in order."""
        for number in range(after + 1, after + 1 + limit):
            found = self.shelf.read(self._seal(number))
            if found is None:
                return
            yield found

    def close(self) -> None:
        """Let go of the threads."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _bodies(self, places: list[Place]) -> dict[Place, bytes]:
        number = places[0].number
        parts = [(place.start, place.size) for place in places]
        found = dict(zip(places, self.shelf.read_parts(self._name(number), parts), strict=True))
        for place, body in found.items():
            if mark(body) != place.sha256:
                raise damaged(self.shelf.where, number)
        return found

    def _line(self, number: int) -> Line:
        name = self._name(number)
        (raw,) = self.shelf.read_parts(name, [(0, self._lengths[number - 1])])
        return self._again(raw, number)

    def _again(self, raw: bytes, number: int) -> Line:
        """Return a line that was read before, if it still is what it was."""
        if self._marks[32 * number - 32 : 32 * number].hex() != mark(raw):
            raise damaged(self.shelf.where, number)
        return self._read(raw, number)

    def _read(self, raw: bytes, number: int, before: str | None = None) -> Line:
        return read_line(raw, number=number, before=before, where=self.shelf.where)

    def _next(self, count: int) -> list[bytes]:
        raws: list[bytes] = []
        for raw in self._side_by_side(self._raw, range(self.head + 1, self.head + 1 + count)):
            if raw is None:
                break
            raws.append(raw)
        return raws

    def _raw(self, number: int) -> bytes | None:
        name = self._name(number)
        content = self.shelf.read(name, FIRST_READ)
        if content is not None and b"\n" not in content:
            content = self.shelf.read(name)
        if content is None:
            return None
        return content[: content.find(b"\n") + 1]

    def _adopt(self, raw: bytes) -> None:
        self.head += 1
        self.tip = mark(raw)
        self._lengths.append(len(raw))
        self._marks += bytes.fromhex(self.tip)
        self._unbound.append(raw)

    def _contents(self) -> tuple[int, list[tuple[Line, bytes]]] | None:
        for level in (2, 1):
            span = self._block**level
            if self.head % span == 0:
                raw = self.shelf.read(self._name(self.head // span, level=level))
                lines = self._proven(raw, span) if raw else None
                if lines is not None:
                    return level, lines
        return None

    def _proven(self, raw: bytes, span: int) -> list[tuple[Line, bytes]] | None:
        before = self.tip
        lines: list[tuple[Line, bytes]] = []
        with suppress(StorageUnavailable, ValueError):
            for number, each in enumerate(split(raw), self.head + 1):
                lines.append((self._read(each, number, before), each))
                before = mark(each)
        return lines if len(lines) == span else None

    def _bind(self, *, above: int) -> None:
        """Write the contents that are due, of levels above the one that was read."""
        if self.head % self._block:
            return
        raws = self._unbound
        self._unbound = []
        # what the log holds is safe; whoever may only read leaves the contents to others
        with suppress(StorageUnavailable):
            if above < 1:
                self._put_contents(1, raws)
            if above < 2 and self.head % self._block**2 == 0:
                last = self.head // self._block
                names = [self._name(each, level=1) for each in range(last - self._block, last)]
                parts = [self.shelf.read(name) for name in names]
                if None not in parts:
                    self._put_contents(2, [part for part in parts if part])

    def _put_contents(self, level: int, parts: list[bytes]) -> None:
        name = self._name(self.head // self._block**level - 1, level=level)
        self.shelf.create(name, b"".join(parts))

    def _name(self, number: int, *, level: int = 0) -> str:
        room = f"contents-{level}" if level else "log"
        return f"{self._folder}/{room}/{number:015}"

    def _seal(self, number: int) -> str:
        return f"{self._folder}/seals/{number:015}"

    def _side_by_side(
        self, ask: Callable[[Asked], Answer], asked: Sequence[Asked]
    ) -> Iterator[Answer]:
        if len(asked) < 2 or not self.shelf.far:
            return map(ask, asked)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="objectstore")
        return self._pool.map(ask, asked)
