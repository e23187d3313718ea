"""Reading files: which format each one is, and what messages call it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from wraparound.errors import did_you_mean
from wraparound.importing.casefile import why_unrecognized
from wraparound.importing.desk import ImportDesk
from wraparound.intake import HEAD, Importer, Source


def read_sources(
    paths: Sequence[Path],
    desk: ImportDesk,
    importers: Sequence[Importer],
    *,
    format_name: str | None = None,
    system: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[tuple[str, str]]:
    """Read every file onto the desk.

    Args:
        paths: The files, as they were named; messages repeat that name and nothing stores it.
        desk: Where records and faults go.
        importers: The formats, the first to recognize a file reads it.
        format_name: How to read all of them; recognized where left out.
        system: Whose local ids the files use. Where left out, the files that are given together
            are one source, and no other files are: they may name each other's records by local
            ids, and the ``Patient/1`` of another hospital's files stays another patient. The same
            files in the same place are the same source again.
        progress: Told of each file as it is begun.

    Returns:
        Each file with the name of the format that it was read as.
    """
    read = []
    whose = system or _these_files(paths)
    for path in paths:
        label = str(path)
        desk.begin(label)
        progress(label)
        importer = _importer_for(path, desk, importers, format_name)
        if importer is not None:
            source = Source(path=path, label=label, system=whose, named=system is not None)
            importer.read(source, desk)
            read.append((label, importer.name))
    return read


def _these_files(paths: Sequence[Path]) -> str:
    """Return a system for files given together; nobody can read their names out of it.

    The folder counts too: two hospitals may both send a ``Patient.ndjson``.
    """
    names = "\n".join(sorted({path.resolve().as_posix() for path in paths}))
    return f"urn:wraparound:file:{hashlib.sha256(names.encode()).hexdigest()[:16]}"


def _importer_for(
    path: Path, desk: ImportDesk, importers: Sequence[Importer], format_name: str | None
) -> Importer | None:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        desk.fault("", f"must be a file that can be read ({(error.strerror or '').lower()})")
        return None
    if format_name is not None:
        named = {importer.name: importer for importer in importers}
        if format_name not in named:
            hint = did_you_mean(format_name, named) or "formats: " + ", ".join(sorted(named))
            desk.fault("", f"there is no format {format_name!r}; {hint}")
        return named.get(format_name)
    for importer in importers:
        if importer.recognizes(head):
            return importer
    titles = ", ".join(importer.title for importer in importers)
    desk.fault("", why_unrecognized(path, head, titles))
    return None
