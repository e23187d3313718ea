"""A plugin that fails as it is imported."""

NEVER = 1 / 0
