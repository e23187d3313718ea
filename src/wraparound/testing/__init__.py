"""What others need to prove their plugin, and made-up families for demonstrations and notebooks.

The strategies for property tests need Hypothesis and are imported from
``wraparound.testing.strategies``.
"""

from __future__ import annotations

from wraparound.testing.families import synthetic_family

__all__ = ["synthetic_family"]
