"""What a licensed site adds of its own: its edition's items, and their wording if it has the right.

The library ships no wording. A site keeps it in a file outside the project, and records the
file's SHA-256: whatever was changed since then is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import attrs

from wraparound.errors import ContentRefused, Fault, PolicyInvalid, PolicyUnknown
from wraparound.instruments.instrument import (
    Domain,
    Instrument,
    Instruments,
    find_instrument,
)
from wraparound.policy.document import Section
from wraparound.policy.reading import read_policy_file


@attrs.frozen(kw_only=True)
class LicensedContent:
    """A site's own file, and what it must be.

    Attributes:
        file: The file.
        sha256: The hash that was recorded when the file was agreed on, in hexadecimal.
    """

    file: Path
    sha256: str


@attrs.frozen(kw_only=True)
class ContentItem:
    """One item of a site's edition.

    Attributes:
        domain: The domain that it stands in.
        text: Its wording, where the site may hold it; empty where it does not.
    """

    domain: str
    text: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Content:
    """A site's own edition of an instrument.

    Attributes:
        instrument: The instrument's short name.
        edition: The edition; empty for the one that the definition has.
        licence: By which right the site holds it.
        items: Its items by their codes.
        whole: Whether these are all items of the edition.
        sha256: The hash of the file that it was read from.
    """

    instrument: str
    edition: str = ""
    licence: str
    items: Mapping[str, ContentItem] = attrs.field(repr=False)
    whole: bool = False
    sha256: str


def read_content(named: LicensedContent) -> Content:
    """Return what a site's own file holds, if it is the file that was agreed on.

    Args:
        named: The file and its recorded hash.

    Raises:
        ContentRefused: The file is not there, or its hash is another one.
        PolicyInvalid: It is the file, and has faults; all of them are listed.
    """
    try:
        data = named.file.read_bytes()
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise ContentRefused(named.file.name, f"cannot be read ({reason})") from None
    found = hashlib.sha256(data).hexdigest()
    if found != named.sha256.strip().lower():
        raise ContentRefused(
            named.file.name,
            "is not the file that was agreed on: its SHA-256 differs from the recorded one",
            hint=f"the file's is {found}; record it if the change is meant",
        )
    return read_policy_file(data, named.file.name, lambda file: _content(file, found))


def with_content(instruments: Instruments, contents: Iterable[Content]) -> Instruments:
    """Return the instruments, those with content of a site's own as its edition has them.

    Raises:
        PolicyUnknown: Content is of an instrument that nobody defined.
        PolicyInvalid: An item stands in a domain that is not there, or in two.
    """
    known = dict(instruments)
    for content in contents:
        instrument = find_instrument(content.instrument, known)
        if instrument is None:
            raise PolicyUnknown(content.instrument, known, what="instrument")
        known[instrument.id] = _completed(instrument, content)
    return MappingProxyType(known)


def _content(file: Section, sha256: str) -> Content:
    return Content(
        instrument=file.text("instrument"),
        edition=file.text("edition", ""),
        licence=file.text("licence"),
        items=MappingProxyType({code: _item(entry) for code, entry in file.sections("items")}),
        whole=file.flag("whole"),
        sha256=sha256,
    )


def _item(entry: Section) -> ContentItem:
    item = ContentItem(domain=entry.text("domain"), text=entry.text("text", ""))
    entry.finish()
    return item


def _completed(instrument: Instrument, content: Content) -> Instrument:
    domains = {each.id for each in instrument.domains}
    faults = []
    for code, item in content.items.items():
        held = instrument.domain_of(code)
        if item.domain not in domains:
            message = "must be one of " + ", ".join(sorted(domains))
            faults.append(Fault(f"items.{code}.domain", message))
        elif held is not None and held.id != item.domain:
            faults.append(Fault(f"items.{code}.domain", f"must be {held.id}, as defined"))
    if faults:
        raise PolicyInvalid(f"content of {instrument.id}", faults)
    return attrs.evolve(
        instrument,
        edition=content.edition or instrument.edition,
        domains=tuple(_with_items(each, content) for each in instrument.domains),
    )


def _with_items(domain: Domain, content: Content) -> Domain:
    own = tuple(code for code, item in content.items.items() if item.domain == domain.id)
    listed = own if content.whole else tuple(dict.fromkeys((*domain.items, *own)))
    return attrs.evolve(domain, items=listed, whole=domain.whole or content.whole)
