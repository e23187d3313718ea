"""The review of conflicts of interest: facts and policy in, findings out, and nothing touched."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from weakref import WeakKeyDictionary

from wraparound.chart import Chart
from wraparound.conflict.bench import Bench
from wraparound.conflict.catalogue import RuleEntry, load_catalogue
from wraparound.conflict.clearing import clear_records
from wraparound.conflict.engine import Engine, Stretch
from wraparound.conflict.evidence import evidence_of
from wraparound.conflict.facts import Facts
from wraparound.conflict.index import Index
from wraparound.conflict.judging import Judge
from wraparound.conflict.projection import facts_of
from wraparound.conflict.questions import question_order, questions_about, unnamed_providers
from wraparound.conflict.rules import RULES, RULES_AFTER
from wraparound.conflict.settling import known_by, merged, same_people
from wraparound.conflict.soundness import check_facts, check_wholes
from wraparound.conflict.standing import FOREVER
from wraparound.errors import PolicyUnknown
from wraparound.model.findings import (
    ClearRecord,
    Difference,
    Evidence,
    Finding,
    Review,
    Timing,
    UnweighedTie,
)
from wraparound.model.record import typed
from wraparound.policy import Policy

_new_finding = typed(Finding)

_BENCHES: WeakKeyDictionary[Policy, Bench] = WeakKeyDictionary()


def review_conflicts(
    chart: Chart,
    *,
    policy: Policy,
    as_of: date | None = None,
    known_as_of: date | None = None,
) -> Review:
    """Return every conflict of interest that a chart shows, with its path, citation and remedy.

    It advises, and changes nothing. The same chart and policy give the same answer.

    Args:
        chart: One family's records and the directory around them.
        policy: The packs that judge, in order.
        as_of: The day asked about; the chart's own where it is left out.
        known_as_of: A day whose knowledge is replayed: what was recorded later is left out.

    Raises:
        FactsInvalid: The records contradict one another.
        PolicyUnknown: A pack lists a rule that there is not.
    """
    return review_facts(
        facts_of(chart),
        policy=policy,
        as_of=as_of or chart.as_of,
        known_as_of=known_as_of,
    )


def review_facts(
    facts: Facts,
    *,
    policy: Policy,
    as_of: date,
    known_as_of: date | None = None,
) -> Review:
    """Return what the rules say about these facts. The same input gives the same bytes.

    Args:
        facts: What is recorded.
        policy: The packs that judge.
        as_of: The day that is asked about; findings that begin later are left out.
        known_as_of: A day whose knowledge is replayed: what was recorded later is left out.

    Raises:
        FactsInvalid: The facts contradict one another.
        PolicyUnknown: A pack lists a rule that there is not.
    """
    bench = _bench_of(policy)
    check_facts(facts)
    known = known_by(facts, known_as_of)
    same = same_people(known)
    index = Index(merged(known, same))
    for values in bench.common:
        check_wholes(index, values)
    engine = Engine(index, bench)
    stretches = engine.go_to(as_of)
    turn = engine.next_turn
    questions = questions_about(known, same)
    clear: list[ClearRecord] = []
    unweighed: list[UnweighedTie] = []
    if policy.packs:
        day = engine.day(as_of, bench.common[0])
        unnamed, until = day.watched(unnamed_providers, day)
        turn = min(turn, until)
        questions = sorted([*questions, *unnamed], key=question_order)
        pairs, until = day.watched(
            clear_records, day, engine.current, questions, same, bench.asked - engine.heard
        )
        clear, unweighed = pairs
        turn = min(turn, until)
    stretches += engine.finish()
    engine.timeline.close()
    findings = _findings(stretches, index, bench, as_of)
    return Review(
        as_of=as_of,
        known_as_of=known_as_of,
        packs=policy.names,
        findings=tuple(findings),
        clear=tuple(clear),
        unweighed=tuple(unweighed),
        questions=tuple(questions),
        changes=policy.changes,
        may_change_on=None if turn == FOREVER else turn,
    )


def _bench_of(policy: Policy) -> Bench:
    """Return the packs and the rules that they raise, worked out once for a policy.

    A pack with a rule that nobody asks is refused: its silence would look like an all-clear.
    """
    if policy not in _BENCHES:
        _refuse_unknown_rules(policy)
        _BENCHES[policy] = Bench(policy, RULES, RULES_AFTER)
    return _BENCHES[policy]


def _refuse_unknown_rules(policy: Policy) -> None:
    for pack in policy.packs:
        for code in pack.rules:
            if code not in RULES and code not in RULES_AFTER:
                raise PolicyUnknown(code, {*RULES, *RULES_AFTER}, what="rule")


def compare(before: Review, after: Review) -> Difference:
    """Return the findings that only one of two reviews has, in the order of each."""
    old, new = set(before.findings), set(after.findings)
    return Difference(
        added=tuple(each for each in after.findings if each not in old),
        removed=tuple(each for each in before.findings if each not in new),
    )


def _findings(
    stretches: list[Stretch],
    index: Index,
    bench: Bench,
    as_of: date,
) -> list[Finding]:
    catalogue = load_catalogue()
    named = {fact for each in stretches for fact in each.identity[-1]}
    evidence = evidence_of(index.facts, named)
    found = [_finding(each, catalogue, evidence, bench.judges, as_of) for each in stretches]
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[int, str, str, str, str, str, tuple[str, ...]]:
    return (
        -finding.severity.rank,
        finding.rule,
        finding.plan or "",
        finding.holder or "",
        finding.counterparty or "",
        "" if finding.start is None else finding.start.isoformat(),
        finding.path,
    )


def _finding(
    stretch: Stretch,
    catalogue: Mapping[str, RuleEntry],
    evidence: Mapping[str, Evidence],
    judges: Mapping[str, Judge],
    as_of: date,
) -> Finding:
    code, plan, holder, counterparty, path = stretch.identity
    said = stretch.evaluation
    words = catalogue.get(code) or RuleEntry(code=code, title="")
    return _new_finding(
        rule=code,
        severity=said.severity,
        disposition=said.disposition,
        plan=plan,
        holder=holder,
        counterparty=counterparty,
        reasons=said.reasons,
        start=stretch.start,
        end=stretch.end,
        path=path,
        timing=Timing.PAST if stretch.end is not None and stretch.end <= as_of else Timing.CURRENT,
        waivers=said.waivers,
        measure=said.measure,
        by_pack=tuple([judges[pack].view(code, held) for pack, held in stretch.views.items()]),
        evidence=tuple([evidence[each] for each in path if each in evidence]),
        title=words.title,
        why=words.why,
        remedy=words.remedy,
    )
