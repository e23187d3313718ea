"""Facts that a command is given in a file: nested, as JSON or YAML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click
import yaml

from wraparound.policy.document import parse_yaml


def read_facts(file: Path) -> Mapping[str, object]:
    """Return the facts of a file.

    Raises:
        BadParameter: It holds none.
    """
    try:
        held = parse_yaml(file.read_bytes())
    except yaml.YAMLError:
        held = None
    if not isinstance(held, Mapping):
        message = f"{file.name} holds no facts: a mapping in JSON or YAML is needed."
        raise click.BadParameter(message)
    return held
