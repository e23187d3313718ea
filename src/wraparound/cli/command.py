"""The command itself: its own options, and its subcommands, each loaded when it is called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import click

from wraparound import __version__
from wraparound.cli.failing import told_plainly
from wraparound.cli.settings import STORE_VARIABLE, settings_of, shared_options
from wraparound.errors import did_you_mean

_COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("demo", "Review the made-up families of an example county."),
        "import": ("import_files", "Take in files: case files, and the formats of plugins."),
        "families": ("families", "List the families in the store."),
        "show": ("show", "Show one family's chart on a page."),
        "review": ("review", "Find conflicts of interest, with their facts and the law."),
        "next": ("next_steps", "Show where a family stands, and what comes next."),
        "phase": ("phase", "Show what the next phase lacks by the record, and enter it."),
        "plan-review": ("plan_review", "Show what a plan, a team and its meetings still lack."),
        "agenda": ("agenda", "Make the agenda of a team's next meeting from the record."),
        "meeting": ("meeting", "See who must be at a team meeting, and keep its minutes."),
        "plan-changes": ("plan_changes", "Show what changed between two versions of a plan."),
        "plan-status": ("plan_status", "Show who signed a plan, who has it, and what is open."),
        "clocks": ("clocks", "Show every time limit of a program for one family."),
        "due": ("due", "List what is late or due soon, over all families."),
        "case": ("case", "Show whom a family calls, what is done for it, and its story."),
        "worksheet": ("worksheet", "Gather facts and pointers for a trained record reviewer."),
        "setbacks": ("setbacks", "Show incidents, what answered them, and days away from home."),
        "afterwards": ("afterwards", "Show what is ready for the time after formal help."),
        "progress": ("progress", "Show how each outcome is doing, and what to change."),
        "requests": ("requests", "Show what a family asked for, by when, and who may handle it."),
        "referrals": ("referrals", "Show how far each referral has come, and what is overdue."),
        "indicators": (
            "indicators",
            "Compute indicators of the process, of one family or many.",
        ),
        "caseloads": ("caseloads", "Show who carries how much, who is over, and by which rule."),
        "eligibility": ("eligibility", "Say who qualifies by a program's rules, and why."),
        "determination": (
            "determination",
            "Keep decisions about who qualifies, replay them, record appeals.",
        ),
        "decide": ("decide", "Find the kind of help that fits, with what is still to be asked."),
        "instruments": ("instruments", "Check assessments, and explain what a score indicates."),
        "what-if": ("what_if", "Show what a change would do to the findings; nothing is stored."),
        "choices": (
            "choices",
            "Show what families were offered, who was left out, what they chose.",
        ),
        "options": ("options", "List every provider that a family can choose, ties marked."),
        "screen": ("screen", "Review every family that something touched, and keep the findings."),
        "evidence": ("evidence", "Write a family's findings and their proof into a folder."),
        "document": ("document", "Write a family's plan, crisis plan, agenda, minutes, pictures."),
        "disclosures": ("disclosures", "Who owes a disclosure of interests, and the form to sign."),
        "steering": ("steering", "Count referrals by person and provider: a signal, no verdict."),
        "notify": ("notify", "Tell people what is due, late, found, asked, and theirs to do."),
        "explain": ("explain", "Explain a rule, a policy pack, a parameter or a reason."),
        "plugins": ("plugins", "List the plugins, and what failed to load and why."),
        "policy": ("policy", "Try policy packs on scenarios."),
        "storage": ("storage", "Look after a store: upgrades, audit trail, seals, keys."),
        "schema": ("schema", "Print the JSON Schema of kinds of record."),
        "completion": ("completion", "Print the script that lets the tab key complete words."),
    }
)
"""Each subcommand: the module that holds it, and what it does in a line."""


class Subcommands(click.Group):
    """The subcommands: the library's own, then those of plugins, which replace none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """Return the names, the library's own first, in the order of use."""
        return [*_COMMANDS, *sorted(_from_plugins())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click passes it
        """Return a subcommand; only its own module is loaded."""
        if cmd_name in _COMMANDS:
            module, _ = _COMMANDS[cmd_name]
            found = importlib.import_module(f"wraparound.cli.commands.{module}")
            command: click.Command = found.command
            return command
        return _from_plugins().get(cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand, or name the nearest one."""
        name = str(args[0])
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            hint = did_you_mean(name, self.list_commands(ctx))
            ctx.fail(f"There is no command {name!r}{f'; {hint}' if hint else '.'}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click passes it
        """Write what each subcommand does, without loading the library's own."""
        more = _from_plugins()
        rows = [(name, does) for name, (_, does) in _COMMANDS.items()]
        rows += [(name, more[name].get_short_help_str()) for name in sorted(more)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, ctx: click.Context) -> Any:  # Any: click says so
        """Run the subcommand; what goes wrong is told plainly."""
        with told_plainly(ctx, settings_of(ctx)):
            return super().invoke(ctx)


def _from_plugins() -> dict[str, click.Command]:
    # loaded here, because most calls name a command of the library's own
    from wraparound.program import assemble_hooks  # noqa: PLC0415

    hooks, _ = assemble_hooks()
    found: dict[str, click.Command] = {}
    for plugin, command in hooks.register_commands():
        name = command.name or plugin
        if name not in _COMMANDS:
            found.setdefault(name, command)
    return found


_HELP = f"""Wraparound care coordination: who is free to serve a family, and who is not.

Records of families, teams, plans and agencies come in from files. A review finds conflicts of
interest in them, shows the path of facts, names the rule of law, and says what can be done.

\b
First steps:
  wraparound demo                     an example county, loaded and reviewed
  wraparound import my-files/         your own case files into a store
  wraparound families                 who is in it
  wraparound review --all             every family, the heaviest findings first
  wraparound explain COI-EMP-01       one rule: why it is there, and under which law

Records are kept in sqlite:///wraparound.db, in the present folder, unless --store or the variable
{STORE_VARIABLE} says otherwise. Options can stand before or after the command.

\b
Exit codes: 0 nothing serious, 1 findings at or above --fail-on, 2 wrong use or bad input,
            70 a fault of wraparound itself.
"""


@click.group(
    cls=Subcommands,
    name="wraparound",
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@shared_options("store", "day", "policy", "output")
@click.version_option(__version__, "-V", "--version", message="wraparound %(version)s")
def wraparound() -> None:
    """Hold the options that stand before the subcommand."""
