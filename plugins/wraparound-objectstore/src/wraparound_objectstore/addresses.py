"""Which place an address (a URL) means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

from obstore.exceptions import BaseError
from obstore.store import AzureStore, GCSStore, MemoryStore, S3Store
from obstore.store import ObjectStore as Objects

from wraparound.errors import StorageUnavailable, StorageUnknown, did_you_mean
from wraparound_objectstore.folder import Folder
from wraparound_objectstore.shelf import Bucket, Shelf, unusable


class _Service(Protocol):
    def from_url(self, url: str, *, config: Any, client_options: Any) -> Objects:
        # Any: each service has a dictionary of its own, which only type checkers know
        ...


PREFIX = "objects"
"""What every address of this plugin begins with, before a plus sign."""

SERVICES: Mapping[str, _Service] = {"az": AzureStore, "gs": GCSStore, "s3": S3Store}
"""Who opens the addresses of each service."""

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "az": ("account_name", "endpoint"),
    "gs": (),
    "s3": ("endpoint", "region", "virtual_hosted_style_request"),
}
"""What may stand behind the question mark for each service. No secret may."""

CLIENT_OPTIONS = ("allow_http", "connect_timeout", "timeout")
"""What may stand there for every service."""

SCHEMES = tuple(f"{PREFIX}+{name}" for name in ("az", "file", "gs", "memory", "s3"))
"""What the addresses of this plugin begin with."""


def open_shelf(url: str) -> Shelf | None:
    """Open the place at an address; None where the address is somebody else's.

    ``objects+file:///srv/cases`` is a folder with its whole path, ``objects+file:cases`` one beside
    you. ``objects+memory:`` keeps nothing. Behind a question mark stand the options of a service,
    such as ``objects+s3://bucket/cases?region=eu-central-1``. Keys and secrets do not belong into
    an address, which ends up in logs: they are taken from the environment.

    Raises:
        StorageUnknown: There is no such service.
        StorageUnavailable: The place cannot be opened.
    """
    scheme, _, rest = url.partition(":")
    first, plus, service = scheme.partition("+")
    if first != PREFIX:
        return None
    if not plus or scheme not in SCHEMES:
        raise StorageUnknown(scheme, SCHEMES)
    parts = urlsplit(f"{service}:{rest}")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    if service in SERVICES:
        return _bucket(service, f"{service}://{parts.hostname or ''}{parts.path}", options)
    _refuse_options(scheme, options, ())
    if service == "memory":
        return Bucket(MemoryStore())
    path = unquote(parts.netloc + parts.path)
    if not path:
        raise StorageUnavailable(
            "this address names no folder", hint="write it like objects+file:///srv/cases"
        )
    return Folder(Path(path))


def _bucket(service: str, where: str, options: dict[str, str]) -> Bucket:
    _refuse_options(f"{PREFIX}+{service}", options, (*OPTIONS[service], *CLIENT_OPTIONS))
    config = {name: value for name, value in options.items() if name in OPTIONS[service]}
    client = {name: value for name, value in options.items() if name in CLIENT_OPTIONS}
    try:
        opened = SERVICES[service].from_url(where, config=config, client_options=client)
    except (BaseError, OSError, TypeError, ValueError) as error:
        raise unusable(where, error) from None
    return Bucket(opened, where=where, far=True)


def _refuse_options(scheme: str, options: Iterable[str], known: tuple[str, ...]) -> None:
    for name in options:
        if name not in known:
            hint = did_you_mean(name, known)
            if not hint and known:
                hint = f"options: {', '.join(known)}; keys and secrets come from the environment"
            raise StorageUnavailable(f"an address of {scheme} has no option {name!r}", hint=hint)
