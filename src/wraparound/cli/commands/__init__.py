"""The subcommands of ``wraparound``, one file each; each file names its own ``command``."""

from __future__ import annotations
