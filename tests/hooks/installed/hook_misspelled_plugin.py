"""A plugin that misspells a hook."""

from wraparound.hooks import hookimpl


@hookimpl
def check_char(chart):
    return []
