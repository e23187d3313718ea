"""A plugin that works."""

from wraparound.hooks import hookimpl


@hookimpl
def check_chart(chart):
    return []
