"""Where other systems plug in: the hooks, how they are called, how plugins are found."""

from __future__ import annotations

from wraparound.hooks.caller import HookCall, Hooks
from wraparound.hooks.events import Notification, RecordChange
from wraparound.hooks.letters import Channel, Enclosure, Letter, LetterItem
from wraparound.hooks.loader import PluginReport, load_plugins
from wraparound.hooks.pack_plugin import PackPlugin
from wraparound.hooks.spec import HOOK_NAMES, PROJECT, HookSpecs, hookimpl

__all__ = [
    "HOOK_NAMES",
    "PROJECT",
    "Channel",
    "Enclosure",
    "HookCall",
    "HookSpecs",
    "Hooks",
    "Letter",
    "LetterItem",
    "Notification",
    "PackPlugin",
    "PluginReport",
    "RecordChange",
    "hookimpl",
    "load_plugins",
]
