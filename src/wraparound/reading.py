"""How JSON from elsewhere is read: within limits, piece by piece, every failure put into words.

Importers share this, so that each of them meets a cut-off file, a bomb or a stray byte in the same
way. Nothing here raises for bad input: what cannot be read comes out as a ``Trouble`` with its
line, never with a value.

    for piece in entries(source.path, inside="contents"):
        if isinstance(piece, Trouble):
            intake.fault(piece.path, piece.message, line=piece.line)
        else:
            take(piece.value, piece.path)
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Protocol, TypeVar

import attrs
import msgspec

_T = TypeVar("_T")
_MEGABYTE = 1024 * 1024
_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00", b"{\x00", b"[\x00")
_BETWEEN = re.compile(rb"[\s,]*")
_BYTE = re.compile(r"byte (\d+)")
_LINES = (".ndjson", ".jsonl", ".ndjson.gz", ".jsonl.gz")


@attrs.frozen(kw_only=True)
class Limits:
    """How much is read before a file is refused.

    Attributes:
        document: The bytes of one JSON document, which is read in one go.
        line: The bytes of one line of NDJSON; there can be any number of lines.
        unpacked: The bytes that a compressed file may unpack to.
        depth: How deep lists and objects may stand in one another.
        troubles: How many lines may be wrong before the rest is not looked at.
    """

    document: int = 64 * _MEGABYTE
    line: int = 16 * _MEGABYTE
    unpacked: int = 1024 * _MEGABYTE
    depth: int = 100
    troubles: int = 100


LIMITS = Limits()
"""What importers keep to, unless they have a reason."""


@attrs.frozen(kw_only=True)
class Entry:
    """One value of a file.

    Attributes:
        value: What the JSON says: dicts, lists, texts, numbers, booleans and None.
        path: Where it stands in its document, such as ``[3]`` or ``entry[3]``; empty for the whole.
        line: The line that it begins on.
        envelope: Whether this is what stands around the entries (see ``entries``).
    """

    value: object = attrs.field(repr=False)
    path: str = ""
    line: int = 1
    envelope: bool = False


@attrs.frozen(kw_only=True)
class Trouble:
    """Something that could not be read.

    Attributes:
        message: What must be so, without a value.
        path: Where it stands, as in ``Entry``.
        line: The line, where known.
    """

    message: str
    path: str = ""
    line: int | None = None


def uncovered(head: bytes) -> bytes:
    """Return the beginning of a file as its reader will see it: unpacked, without a BOM.

    Args:
        head: The first bytes of the file as they stand on the disk.
    """
    if head.startswith(_GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, _MEGABYTE)
        except zlib.error:
            return b""
    return head.removeprefix(_BOM)


def entries(
    path: Path,
    *,
    inside: str = "",
    decimals: bool = False,
    limits: Limits = LIMITS,
    outline: Callable[[bytes], object] = lambda _: None,
) -> Iterator[Entry | Trouble]:
    """Yield what a JSON or NDJSON file holds, one thing after the other.

    NDJSON gives one entry a line, read as a stream. A JSON list gives one entry for each of its
    items, any other JSON document one entry. Compressed files (gzip) are unpacked on the way.

    Args:
        path: The file.
        inside: The key of a list to go into, where the document is an object that has one: first
            comes the object without that list, as an entry that is an ``envelope``, then each item
            of the list.
        decimals: Whether numbers with a fraction become exact ``Decimal`` and not ``float``.
        limits: How much is read before the file is refused.
        outline: For items of the list: given the text of one, returns what is enough of it, or None
            to have all of it read. It spares the work for items that nobody needs.
    """
    decoder = _Decoder(decimals=decimals, limits=limits, outline=outline)
    try:
        with ExitStack() as stack:
            yield from _pieces(_opened(path, stack, limits), path, inside, decoder)
    except _UnreadableError as failure:
        yield Trouble(message=failure.message, line=failure.line)
    except gzip.BadGzipFile:
        yield Trouble(message="must be a whole gzip file; its check does not fit")
    except EOFError:
        yield Trouble(message="must be a whole gzip file; it is cut off")
    except zlib.error:
        yield Trouble(message="must be a whole gzip file; it is damaged")
    except OSError as failure:
        reason = (failure.strerror or "no reason given").lower()
        yield Trouble(message=f"must be a file that can be read ({reason})")


class _UnreadableError(Exception):
    def __init__(self, message: str, line: int | None = None) -> None:
        self.message = message
        self.line = line
        super().__init__(message)


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


@attrs.define
class _Metered:
    """A compressed file that stops where it unpacks to more than is allowed."""

    packed: gzip.GzipFile
    left: int

    def read(self, size: int, /) -> bytes:
        return self._paid(self.packed.read(min(size, self.left + 1)))

    def readline(self, size: int, /) -> bytes:
        return self._paid(self.packed.readline(min(size, self.left + 1)))

    def _paid(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise _UnreadableError("must unpack to less: it is larger than the limit when unpacked")
        return data


def _opened(path: Path, stack: ExitStack, limits: Limits) -> _Bytes:
    file: BinaryIO = stack.enter_context(path.open("rb"))
    packed = file.read(2) == _GZIP
    file.seek(0)
    if not packed:
        return file
    return _Metered(stack.enter_context(gzip.GzipFile(fileobj=file)), limits.unpacked)


def _pieces(
    stream: _Bytes, path: Path, inside: str, decoder: _Decoder
) -> Iterator[Entry | Trouble]:
    most = decoder.limits.document
    first = stream.readline(most + 1).removeprefix(_BOM)
    if first.startswith(_WIDE):
        raise _UnreadableError("must be written in UTF-8", 1)
    second, between, blank = b"", 0, 0
    while not second.strip():
        second = stream.readline(most + 1)
        if not second:
            break
        between += 1
        blank += len(second)
        if blank > _MEGABYTE and not second.strip():
            raise _UnreadableError("must hold something; it begins with blank lines only")
    if path.name.lower().endswith(_LINES) or _are_lines(first, second):
        yield from _lines(stream, first, second, between, decoder)
        return
    head = first + b"\n" * (between - 1) + second
    data = head + stream.read(max(most - len(head), 0) + 1)
    if len(data) > most:
        words = f"must be at most {most // _MEGABYTE} MB as one document"
        raise _UnreadableError(f"{words}; as NDJSON, one record a line, it may be longer")
    yield from _document(data, inside, decoder)


def _are_lines(first: bytes, second: bytes) -> bool:
    ends = first.strip()
    return ends[:1] == b"{" and ends[-1:] == b"}" and second.lstrip()[:1] == b"{"


def _lines(
    stream: _Bytes, first: bytes, second: bytes, between: int, decoder: _Decoder
) -> Iterator[Entry | Trouble]:
    limits = decoder.limits
    troubles = 0
    for number, line in _numbered(stream, first, second, between, limits.line):
        if not line.strip():
            continue
        if len(line) > limits.line:
            most = f"must have lines of at most {limits.line // _MEGABYTE} MB"
            raise _UnreadableError(f"{most}; the rest was not read", number)
        piece = decoder.entry(line, "", number)
        yield piece
        troubles += isinstance(piece, Trouble)
        if troubles == limits.troubles:
            raise _UnreadableError("has too many lines that cannot be read; the rest was not read")


def _numbered(
    stream: _Bytes, first: bytes, second: bytes, between: int, longest: int
) -> Iterator[tuple[int, bytes]]:
    yield 1, first
    number = 1 + between
    line = second
    while line:
        yield number, line
        line = stream.readline(longest + 1)
        number += 1


def _document(data: bytes, inside: str, decoder: _Decoder) -> Iterator[Entry | Trouble]:
    opening = data.lstrip()[:1]
    if not opening:
        raise _UnreadableError("must hold something; it is empty")
    if opening == b"[":
        yield from _items(data, 0, "", decoder, data)
        return
    if opening != b"{" or not inside:
        yield decoder.entry(data, "", 1)
        return
    parts = decoder.parts(data)
    if isinstance(parts, Trouble):
        yield parts
        return
    held = bytes(parts.get(inside, b""))
    if held[:1] != b"[":
        yield decoder.entry(data, "", 1)
        return
    around = {}
    for key, part in parts.items():
        if key != inside:
            piece = decoder.entry(bytes(part), key, 1)
            if isinstance(piece, Trouble):
                yield attrs.evolve(piece, line=None)
            else:
                around[key] = piece.value
    yield Entry(value=around, envelope=True)
    yield from _items(held, max(data.find(held), 0), inside, decoder, data)


def _items(
    held: bytes, start: int, name: str, decoder: _Decoder, data: bytes
) -> Iterator[Entry | Trouble]:
    items = decoder.items(held)
    if isinstance(items, Trouble):
        yield items
        return
    at = data.index(b"[", start) + 1
    line = 1 + data.count(b"\n", 0, at)
    for place, item in enumerate(items):
        text = bytes(item)
        gap = _BETWEEN.match(data, at)
        begins = at if gap is None else gap.end()
        line += data.count(b"\n", at, begins)
        enough = decoder.outline(text)
        if enough is None:
            yield decoder.entry(text, f"{name}[{place}]", line)
        else:
            yield Entry(value=enough, path=f"{name}[{place}]", line=line)
        line += text.count(b"\n")
        at = begins + len(text)


class _Decoder:
    """JSON text into values, with every way in which that fails put into words."""

    def __init__(
        self, *, decimals: bool, limits: Limits, outline: Callable[[bytes], object]
    ) -> None:
        self.limits = limits
        self.outline = outline
        self._values = msgspec.json.Decoder(float_hook=Decimal if decimals else None)
        self._list = msgspec.json.Decoder(list[msgspec.Raw])
        self._dict = msgspec.json.Decoder(dict[str, msgspec.Raw])

    def entry(self, data: bytes, path: str, line: int) -> Entry | Trouble:
        """Return what the text says."""
        value = self._tried(self._values.decode, data, path, line)
        if isinstance(value, Trouble):
            return value
        opened = data.count(b"{") + data.count(b"[")
        if opened > self.limits.depth and self._too_deep(value):
            words = f"must not nest lists and objects more than {self.limits.depth} deep"
            return Trouble(message=words, path=path, line=line)
        if b"\\u0000" in data and _has_null(value):
            return Trouble(message="must not hold the character U+0000", path=path, line=line)
        return Entry(value=value, path=path, line=line)

    def items(self, data: bytes) -> list[msgspec.Raw] | Trouble:
        """Return the items of a list as text."""
        return self._tried(self._list.decode, data, "", 1)

    def parts(self, data: bytes) -> dict[str, msgspec.Raw] | Trouble:
        """Return the parts of an object as text."""
        return self._tried(self._dict.decode, data, "", 1)

    def _tried(
        self, decode: Callable[[bytes], _T], data: bytes, path: str, line: int
    ) -> _T | Trouble:
        try:
            return decode(data)
        except RecursionError:
            message = f"must not nest lists and objects more than {self.limits.depth} deep"
        except UnicodeDecodeError:
            message, line = "must be written in UTF-8", line + _line_of_stray_byte(data)
        except msgspec.DecodeError as failure:
            message, down = self._said(str(failure), data)
            line += down
        except (ArithmeticError, ValueError):
            message = "must not hold numbers of such a size"
        return Trouble(message=message, path=path, line=line)

    @staticmethod
    def _said(words: str, data: bytes) -> tuple[str, int]:
        place = _BYTE.search(words)
        if place is not None:
            return "must be JSON, and is not from this line on", data.count(b"\n", 0, int(place[1]))
        if "truncated" not in words:
            return "must not hold numbers of such a size", 0
        try:
            json.loads(data)
        except (RecursionError, ValueError):
            return "must be complete; the JSON is cut off", data.rstrip().count(b"\n")
        # msgspec calls it cut off too where the half of a surrogate pair is missing
        return "must not hold half a character (a lone surrogate)", 0

    def _too_deep(self, value: object) -> bool:
        level: list[object] = [value]
        for _ in range(self.limits.depth + 1):
            level = [inner for outer in level for inner in _inside(outer)]
            if not level:
                return False
        return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [each for each in value.values() if isinstance(each, (dict, list))]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, (dict, list))]
    return []


def _has_null(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_has_null(part) for pair in value.items() for part in pair)
    return isinstance(value, list) and any(_has_null(each) for each in value)


def _line_of_stray_byte(data: bytes) -> int:
    try:
        data.decode()
    except UnicodeDecodeError as failure:
        return data.count(b"\n", 0, failure.start)
    return 0
