"""Pictures of a finding's path: whole, accessible, the same each time, and no name unasked."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest
from tests.browser import dom_of, needs_chromium
from tests.states import HOOKS, PACKS

from wraparound.conflict import review_conflicts
from wraparound.documents import (
    Audience,
    Names,
    explain_finding,
    lettering,
    path_mermaid,
    path_svg,
    review_html,
    sentences,
)
from wraparound.model.findings import Disposition, Evidence, Finding, Severity
from wraparound.model.periods import Period
from wraparound.model.terms import Unknown
from wraparound.policy import choose_policy
from wraparound.testing.scenarios import read_scenarios, scenario_chart, scenario_overlays

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg):
    return ET.fromstring(svg)  # noqa: S314 - our own


def words(svg):
    return " ".join(each.text or "" for each in drawn(svg).iter(f"{SVG}text"))


def made(*evidence, **more):
    return Finding(
        rule="COI-X-01",
        severity=Severity.HIGH,
        disposition=Disposition.CONFLICT,
        title="A made-up finding",
        evidence=tuple(evidence),
        **more,
    )


def fact(subject, object_, says="knows", **more):
    return Evidence(
        id=f"{subject}-{object_}", kind="tie", says=says, subject=subject, object=object_, **more
    )


def test_every_party_and_fact_is_drawn_and_told(review, chart):
    finding = review.findings[0]
    svg = path_svg(finding, chart)
    for part in ("fac", "the plan", "employed by", "since 2025-02-01", "who must act"):
        assert part in words(svg)
    root = drawn(svg)
    arrows = [each for each in root.iter(f"{SVG}path") if each.get("marker-end")]
    assert len(arrows) == len(finding.evidence)
    assert root.get("role") == "img"
    named = root.get("aria-labelledby").split()
    assert [each.get("id") for each in root[:2]] == named
    assert finding.title in root.find(f"{SVG}title").text
    assert "is employed by" in root.find(f"{SVG}desc").text
    mermaid = path_mermaid(finding, chart)
    assert mermaid.startswith("flowchart LR\n")
    assert mermaid.count("-->") == len(finding.evidence)


def test_people_are_hidden_unless_asked_for(review, chart):
    for finding in review.findings:
        for draw in (path_svg, path_mermaid):
            assert "Marked" not in draw(finding, chart)
    named = Names(people={"fac": "Marked Facilitator"}, roles={"fac": ("facilitator",)})
    assert "Marked Facilitator" in words(path_svg(review.findings[0], named))
    assert "Marked Facilitator" in path_mermaid(review.findings[0], named)


def test_the_same_finding_gives_the_same_bytes(review, chart):
    for finding in review.findings:
        assert path_svg(finding, chart) == path_svg(attrs.evolve(finding), chart)


@pytest.mark.parametrize(
    "name",
    [
        "</text><script>alert(1)</script>",
        'quote " and | pipe ] bracket',
        "end",
        "two\nlines\x1b[31m",
        "#quot; `code` %%{init}%%",
        "Ünïcödé 名前 🌳",
    ],
)
def test_no_name_breaks_out_of_a_picture(name):
    finding = made(fact("a", "b", says="says " + name), holder="a")
    names = Names(people={"a": name})
    svg = path_svg(finding, names)
    assert not list(drawn(svg).iter(f"{SVG}script"))
    lines = path_mermaid(finding, names).splitlines()
    assert lines[0] == "flowchart LR"
    labels = [text for line in lines[2:] for text in re.findall(r'"([^"]*)"', line)]
    assert labels
    for text in labels:
        assert not set(text.replace("<br/>", "")) & set('<>|[]{}`"%')


def test_what_is_not_known_is_dashed():
    sure, unsure = fact("a", "b"), fact("b", "c", period=Period(start=Unknown()))
    root = drawn(path_svg(made(sure, unsure)))
    dashes = [
        each.get("stroke-dasharray") for each in root.iter(f"{SVG}path") if each.get("stroke")
    ]
    assert sorted(map(bool, dashes)) == [False, True]
    mermaid = path_mermaid(made(sure, unsure))
    assert (mermaid.count("-->"), mermaid.count("-.->")) == (1, 1)


def test_cycles_loops_long_paths_and_no_path_end():
    cycle = made(fact("a", "b"), fact("b", "a"), fact("a", "a"), holder="a")
    assert len(list(drawn(path_svg(cycle)).iter(f"{SVG}path"))) == 4  # with the arrow's head
    long = made(*(fact(f"p{n}", f"p{n + 1}") for n in range(60)))
    assert "p60" in words(path_svg(long))
    alone = made(Evidence(id="c", kind="choice_record", says="is missing", subject="a"))
    assert "is missing" in words(path_svg(alone))
    nobody = made(Evidence(id="offer-1", kind="service_offer", says="was made"))
    assert "service offer offer-1" in words(path_svg(nobody))
    assert "fac" in words(path_svg(made(holder="fac")))
    assert drawn(path_svg(made())).find(f"{SVG}desc").text == "No fact is told."


def test_the_picture_stands_in_the_table(review, chart):
    page = review_html(review, Names.of(chart))
    assert page.count("<svg ") == len(review.findings)


def test_who_must_act_stands_first_and_the_plan_last():
    names = Names(plans=frozenset({"plan-1"}), persons=frozenset({"fac"}))
    finding = made(fact("plan-1", "b"), fact("b", "fac"), holder="fac", counterparty="far")
    svg = path_svg(finding, names)
    texts = [each.text for each in drawn(svg).iter(f"{SVG}text") if each.get("font-weight")]
    assert texts == ["fac", "b", "far", "the plan"]
    assert "unknown" not in words(svg)
    rects = [each for each in drawn(svg).iter(f"{SVG}rect") if each.get("stroke")]
    assert rects[0].get("rx") == "20"
    assert rects[0].get("stroke-dasharray") is None
    assert "COI-" not in drawn(svg).find(f"{SVG}title").text


def test_many_facts_of_the_same_two_are_one_with_their_number():
    many = [
        Evidence(id=f"r{n}", kind="tie", says="referred to", subject="a", object="b")
        for n in range(30)
    ]
    svg = path_svg(made(*many, holder="a"))
    assert "30 facts" in words(svg)
    assert float(drawn(svg).get("width")) <= 1400


def test_facts_without_a_lane_are_told_below():
    web = [fact(f"p{n}", f"p{m}") for n in range(9) for m in range(9) if n != m]
    svg = path_svg(made(*web))
    assert float(drawn(svg).get("width")) <= 1400
    assert words(svg).count("knows") == len(web)
    assert_nothing_overlaps(svg)


def test_colors_can_be_told_apart():
    """WCAG 2.2: 4.5 to 1 for text, 3 to 1 for lines; both are the ink here."""
    for paper in (lettering.PAPER, lettering.FILL):
        assert contrast(lettering.INK, paper) >= 4.5


def contrast(one, other):
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color):
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def box_of(rect):
    x, y = float(rect.get("x")), float(rect.get("y"))
    return x, y, x + float(rect.get("width")), y + float(rect.get("height"))


def segments_of(path):
    """Yield the straight pieces of a line."""
    tokens = re.findall(r"([MVH])([-\d.]+)(?:[ ,]([-\d.]+))?", path.get("d"))
    x = y = 0.0
    for kind, first, second in tokens:
        if kind == "M":
            x, y = float(first), float(second)
            continue
        nx, ny = (float(first), y) if kind == "H" else (x, float(first))
        yield min(x, nx), min(y, ny), max(x, nx), max(y, ny)
        x, y = nx, ny


def meets(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def assert_nothing_overlaps(svg):
    """No label lies on a party, on another label, or on any line."""
    root = drawn(svg)
    rects = [each for each in root.iter(f"{SVG}rect") if each.get("x")]
    parties = [box_of(each) for each in rects if each.get("stroke") and each.get("rx") is not None]
    labels = [box_of(each) for each in rects if not each.get("stroke")]
    lines = [
        (left - 0.1, top - 0.1, right + 0.1, low + 0.1)
        for path in root.iter(f"{SVG}path")
        if path.get("stroke")
        for left, top, right, low in segments_of(path)
    ]
    for place, label in enumerate(labels):
        assert not any(meets(label, party) for party in parties)
        assert not any(meets(label, other) for other in labels[place + 1 :])
        assert not any(meets(label, line) for line in lines), (label, lines)


def _all_scenarios():
    own = Path(str(resources.files("wraparound.policy") / "scenarios"))
    brought = [folder / "conflict.yaml" for _, folder in HOOKS.register_scenarios()]
    for file in (*sorted(own.glob("*.yaml")), *brought):
        for row in read_scenarios(file):
            yield pytest.param(row, id=str(row["id"]))


@pytest.mark.parametrize("row", list(_all_scenarios()))
def test_every_finding_of_every_scenario_can_be_read_and_seen(row):
    given = row["facts"]
    if isinstance(row.get("expect"), dict) and row["expect"].get("error"):
        return
    day = date.fromisoformat(str(row["as_of"]))
    chart = scenario_chart(given, as_of=day)
    overlays = scenario_overlays(row.get("overlays") or ())
    policy = choose_policy(row["packs"], overlays=overlays, packs=PACKS)
    for finding in review_conflicts(chart, policy=policy, as_of=day).findings:
        for audience in Audience:
            told = str(explain_finding(finding, chart, audience=audience, packs=row["packs"]))
            assert finding.title in told
            if audience is Audience.FAMILY:
                assert "COI-" not in told
            assert not re.search(r"\b[a-z]+_[a-z_]+:[\w-]", told), told
        svg = path_svg(finding, chart)
        assert float(drawn(svg).get("width")) <= 1400
        assert_nothing_overlaps(svg)
        told = " ".join(sentences(finding.evidence, Names.of(chart)))
        assert not re.search(r"Somebody is|\b(by|for|of|about|with)[.,]|hcbs|_", told), told
        assert path_mermaid(finding, chart).startswith("flowchart LR\n")


@needs_chromium
def test_no_word_stands_out_of_the_picture(tmp_path):
    wide = "WWWWWWWW MMMMMMMM WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"
    many = [
        fact("a", f"p{n}", says=f"holds a seat on the board of {wide[: 9 * n]}") for n in (1, 2, 3)
    ]
    finding = made(*many, fact("p3", "p1"), holder="a")
    names = Names(people={"a": wide}, agencies={"p1": "Ordinary Family Center", "p2": "名前" * 30})
    script = """
      const view = document.querySelector('svg').viewBox.baseVal;
      const bad = [...document.querySelectorAll('text')].filter(each => {
        const box = each.getBBox();
        return box.x < 0 || box.y < 0 || box.x + box.width > view.width
          || box.y + box.height > view.height
          || (box.x < 300 && box.x + box.width > 304);
      });
      document.title = `${document.querySelectorAll('text').length} texts, ${bad.length} out`;
    """
    page = (
        f'<!doctype html><meta charset="utf-8">{path_svg(finding, names)}<script>{script}</script>'
    )
    shown = dom_of(page, tmp_path)
    assert re.search(r"<title>(\d+) texts, 0 out</title>", shown), shown[-2000:]
