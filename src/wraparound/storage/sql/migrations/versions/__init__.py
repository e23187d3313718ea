"""The versions of the tables, each in a file of its own, which never changes once it is released.

A file spells its tables out and takes nothing from ``tables.py``, which tells of today.
"""

from __future__ import annotations
