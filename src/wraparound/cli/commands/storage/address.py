"""The address that commands about a store take, and the store behind it as it is: not unsealed."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from wraparound.cli.opening import address, database_file
from wraparound.cli.settings import Settings, settings_of
from wraparound.errors import StorageUnavailable
from wraparound.program import assemble_hooks
from wraparound.storage import Store, no_store_opens
from wraparound.storage.addresses import SQL_SCHEMES

_F = TypeVar("_F", bound=Callable[..., Any])  # Any: a command takes whatever options it has


def _keep_url(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value:
        settings_of(ctx).store = value


def url_argument(function: _F) -> _F:
    """Add the address of a store as an argument that may be left out."""
    add = click.argument(
        "url", metavar="[URL]", required=False, expose_value=False, callback=_keep_url
    )
    return add(function)


def is_sql(url: str) -> bool:
    """Tell whether an address is one of a SQL database."""
    return url.partition(":")[0].partition("+")[0] in SQL_SCHEMES


@contextmanager
def raw_store(settings: Settings, *, program: str | None = None) -> Generator[Store]:
    """Open a store as it is, and close it: what is sealed in it stays sealed.

    Raises:
        StorageUnknown: Nothing opens the address.
        StorageUnavailable: There is no such file, or the store cannot be opened.
    """
    url = address(settings)
    file = database_file(url)
    if file is not None and not file.exists():
        raise StorageUnavailable(f"there is no store at {file}", hint="is the path correct?")
    hooks, _ = assemble_hooks()
    store = hooks.resolve_storage(url, program=program or settings.program)
    if store is None:
        raise no_store_opens(url)
    with store:
        yield store
