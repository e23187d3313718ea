"""``wraparound explain``: a rule, a policy pack, a parameter, a safeguard or a reason in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import attrs
import click

from wraparound.cli.completing import complete_word
from wraparound.cli.glossary import all_packs, known_words
from wraparound.cli.page import Page, print_document
from wraparound.cli.settings import settings_of, shared_options
from wraparound.cli.standings import PackStanding, print_standings, standings_of
from wraparound.conflict.catalogue import RuleEntry, load_catalogue, load_glossary
from wraparound.documents import REASON_CODES, reason_in_words
from wraparound.errors import PolicyUnknown, did_you_mean
from wraparound.policy import Pack, Value, load_parameters
from wraparound.policy.known_plugins import plugin_hint

Facts = dict[str, object]

_SHORT_NUMBER = re.compile(r"-(?=[0-9]$)")


@click.command("explain")
@click.argument("words", metavar="[CODE]...", nargs=-1, shell_complete=complete_word)
@shared_options("policy", "output")
@click.pass_context
def command(ctx: click.Context, words: tuple[str, ...]) -> None:
    """Explain a rule, a pack, a parameter, a safeguard, a reason, or a word that a review uses.

    Such as COI-EMP-01, FED-1915C, disclosure.max_age, SG-05, roster_stale, mitigated, exception.

    A rule is shown with what it asks, why, an example, what can be done, and what each pack says:
    how heavy it weighs, under which text, since when, and what can lift it. Without a CODE, all
    rules are listed.
    """
    settings = settings_of(ctx)
    packs = all_packs()
    if settings.policies:
        missing = next((each for each in settings.policies if each not in packs), None)
        if missing is not None:
            raise PolicyUnknown(missing, packs, hint=plugin_hint(missing, packs))
        packs = {name: packs[name] for name in settings.policies}
    explained = [_look_up(word, packs) for word in words]
    if settings.as_json:
        listed = {"rules": [{"code": each.code, "title": each.title} for each in _rules()]}
        body = {"explained": [facts for facts, _ in explained]} if words else listed
        print_document("explanation", body)
        return
    page = Page(settings)
    for _, write in explained:
        write(page)
    if not words:
        page.table(("rule", "what was found"), [(each.code, each.title) for each in _rules()])
        page.line()
        page.line(f"Packs: {', '.join(packs)}")
        page.line("`wraparound explain COI-EMP-01` explains one of them.")


def _rules() -> Iterable[RuleEntry]:
    return load_catalogue().values()


def _look_up(word: str, packs: Mapping[str, Pack]) -> tuple[Facts, Callable[[Page], None]]:
    catalogue, parameters = load_catalogue(), load_parameters()
    code = word.upper()
    code = f"COI-{code}" if f"COI-{code}" in catalogue else code
    if code in catalogue:
        return _rule(catalogue[code], standings_of(code, packs.values()))
    if code in packs:
        return _pack(packs[code])
    if word in parameters.known:
        return _parameter(word, packs)
    if code in parameters.safeguards:
        facts: Facts = {"safeguard": code, "means": parameters.safeguards[code]}
        return facts, lambda page: _plain(page, code, [("Means", parameters.safeguards[code])])
    if word.partition(":")[0] in REASON_CODES:
        return _reason(word)
    plain = word.lower().replace(" ", "_").replace("-", "_")
    if plain in load_glossary():
        return _word(plain)
    known = known_words()
    near = plugin_hint(word, packs) or _nearest(word, known)
    hint = near or "`wraparound explain` lists what there is"
    raise PolicyUnknown(
        word, known, what="rule, pack, parameter, safeguard, reason or word", hint=hint
    )


def _nearest(word: str, known: list[str]) -> str:
    """Return a hint with the nearest word, taking EMP-1 for COI-EMP-01."""
    padded = _SHORT_NUMBER.sub("-0", word.upper())
    for each in (padded, f"COI-{padded}"):
        if each in known:
            return f"did you mean {each!r}?"
    return did_you_mean(padded, known) or did_you_mean(word, known)


def _rule(entry: RuleEntry, standings: list[PackStanding]) -> tuple[Facts, Callable[[Page], None]]:
    facts: Facts = {"rule": entry.code, **attrs.asdict(entry)}
    del facts["code"]
    facts["asks_for"] = None if entry.asks_for is None else entry.asks_for.value
    facts["reasons"] = {reason: list(names) for reason, names in entry.reasons.items()}
    facts["packs"] = [attrs.asdict(each) for each in standings]

    def write(page: Page) -> None:
        lines = [
            ("Asks", entry.asks),
            ("Why", entry.why),
            ("Example", entry.example),
            ("About", ", ".join(entry.holders).replace("_", " ")),
            ("Ties read", ", ".join(entry.ties).replace("_", " ")),
            ("Family may", entry.family),
            ("Program can", entry.administrator),
        ]
        _plain(page, f"{entry.code}: {entry.title}", lines)
        print_standings(page, standings)

    return facts, write


def _pack(pack: Pack) -> tuple[Facts, Callable[[Page], None]]:
    since = None if pack.effective_from is None else pack.effective_from.isoformat()
    functions = None if pack.functions is None else list(pack.functions)
    facts: Facts = {
        "pack": pack.id,
        "title": pack.title,
        "authority": pack.authority.value,
        "effective_from": since,
        "functions": functions,
        "exception": None if pack.exception is None else attrs.asdict(pack.exception),
        "parameters": {name: _said(value) for name, value in pack.params.items()},
        "rules": {
            code: {
                "severity": None if rule.severity is None else rule.severity.value,
                "citation": rule.cite,
            }
            for code, rule in sorted(pack.rules.items())
        },
    }

    def write(page: Page) -> None:
        terms = pack.exception
        needs = [] if terms is None else [*terms.approvals, *terms.needs, *terms.safeguards]
        lines = [
            ("Authority", pack.authority.value),
            ("Since", since or "always"),
            ("Covers", "every function" if functions is None else _listed(functions)),
            (
                "Exception",
                _listed(needs) or ("none is known" if terms is None else "no conditions"),
            ),
            ("Sets", "; ".join(f"{name}: {_said(value)}" for name, value in pack.params.items())),
        ]
        _plain(page, f"{pack.id}: {pack.title}", lines)
        page.line()
        rows = [
            (code, "as restored" if rule.severity is None else rule.severity.value, rule.cite)
            for code, rule in sorted(pack.rules.items())
        ]
        page.table(("rule", "weight", "text"), rows)

    return facts, write


def _parameter(name: str, packs: Mapping[str, Pack]) -> tuple[Facts, Callable[[Page], None]]:
    parameter = load_parameters().known[name]
    set_by = {pack.id: pack.params[name] for pack in packs.values() if name in pack.params}
    facts: Facts = {
        "parameter": name,
        "means": parameter.meaning,
        "default": _said(parameter.default),
        "set_by": {pack: _said(value) for pack, value in set_by.items()},
    }

    def write(page: Page) -> None:
        lines = [("Means", parameter.meaning), ("Default", _said(parameter.default))]
        lines += [(pack, _said(value)) for pack, value in set_by.items()]
        _plain(page, name, lines)

    return facts, write


def _reason(word: str) -> tuple[Facts, Callable[[Page], None]]:
    reason = reason_in_words(word)
    facts: Facts = {"reason": word, "says": reason.says, "ask": reason.ask}
    return facts, lambda page: _plain(page, word, [("Means", reason.says), ("Do", reason.ask)])


def _word(word: str) -> tuple[Facts, Callable[[Page], None]]:
    means = load_glossary()[word]
    facts: Facts = {"word": word, "means": means}
    return facts, lambda page: _plain(page, word.replace("_", " "), [("Means", means)])


def _plain(page: Page, heading: str, lines: Iterable[tuple[str, str]]) -> None:
    page.heading(heading)
    for label, text in lines:
        if text:
            page.labelled(label, [text])


def _listed(words: Iterable[str]) -> str:
    return ", ".join(word.replace("_", " ") for word in words)


def _said(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "no limit" if value is None else str(value)
