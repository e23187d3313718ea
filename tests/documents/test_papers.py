"""Documents of a family: what they say to whom, in which language, on a page and in a PDF."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise

import attrs
import pyphen
import pytest
import typst
from tests.browser import dom_of, needs_chromium

from wraparound.cli.oakfield import oakfield_files
from wraparound.documents import Paper, PaperSection, languages
from wraparound.documents.paper import Items, Paragraph, SignatureLine, Table
from wraparound.documents.phrases import phrases_in
from wraparound.errors import DocumentUnprintable, PluginInvalid, PolicyUnknown, RecordNotFound
from wraparound.hooks import hookimpl
from wraparound.model.plan import Plan, PlanStatus
from wraparound.program import PaperKind, Program

DAY = date(2026, 11, 2)
KINDS = [each.value for each in PaperKind]


def oakfield(*plugins):
    program = Program.open("memory:", plugins=plugins)
    program.import_files(oakfield_files(), by="test")
    return program


@pytest.fixture(scope="module")
def program():
    with oakfield() as opened:
        yield opened


class Outline(HTMLParser):
    """The tags of a page, and the headings in order."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.levels, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_a_language_one_heading_of_the_first_level_and_no_gap_below(
    program, kind, language
):
    page = program.document("birch", kind, language=language, as_of=DAY).as_html()
    outline = Outline(page)
    assert ("html", {"lang": language}) in outline.tags
    assert outline.levels[0] == 1
    assert outline.levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(outline.levels))
    assert all(attrs.get("scope") in {"col", "row"} for tag, attrs in outline.tags if tag == "th")
    assert not any(tag in {"script", "link", "img"} for tag, _ in outline.tags)


def test_what_is_held_is_told_once_in_every_form(program):
    paper = program.document("birch", "plan-of-care", as_of=DAY)
    for form in (paper.as_html(), paper.as_text(), json.dumps(paper.as_document())):
        for words in ("Jaylen Baptiste", "Version 1", "Odell was that boy once", "555-0199"):
            assert words in form
    assert "<article" in paper._repr_html_()
    assert "<html" not in paper._repr_html_()


@pytest.mark.parametrize("kind", KINDS)
def test_a_repr_holds_no_word_of_the_family(program, kind):
    paper = program.document("birch", kind, as_of=DAY)
    for word in ("Jaylen", "Baptiste", "Odell", "engine", "555"):
        assert word not in repr(paper)
        assert not any(word in repr(each) for section in paper.sections for each in section.blocks)
    assert "Jaylen" not in repr(program.picture("birch", "team-map", as_of=DAY))


def test_the_family_copy_says_it_in_its_own_words_without_what_only_staff_need(program):
    team = program.document("birch", "plan-of-care", as_of=DAY).as_text()
    family = program.document("birch", "family-copy", as_of=DAY).as_text()
    assert "How we want to live" in family
    assert "How we want to live" not in team
    assert "Part of life:" in team
    assert "Part of life:" not in family
    assert "You can ask for another facilitator." in family


def test_a_draft_says_that_it_is_one(program):
    chart = program.chart("birch", as_of=DAY)
    plan = program.stay(chart).plan
    draft = attrs.evolve(plan, status=PlanStatus.DRAFT)
    records = (draft if each is plan else each for each in chart.records)
    drafted = type(chart).of(records, directory=chart.directory, as_of=DAY)
    text = program.document(drafted, "plan-of-care").as_text()
    assert "This is a draft." in text
    assert "This is a draft." not in program.document(chart, "plan-of-care").as_text()


def test_the_language_is_the_familys_own_unless_somebody_asks_for_another(program):
    chart = program.chart("birch", as_of=DAY)
    family = attrs.evolve(chart.family, preferred_language="es-MX")
    others = (family if each is chart.family else each for each in chart.records)
    spoken = type(chart).of(others, directory=chart.directory, as_of=DAY)
    assert program.document(spoken, "crisis-plan").language == "es"
    assert program.document("birch", "crisis-plan", as_of=DAY).language == "en"
    assert program.document("birch", "crisis-plan", language="es-MX", as_of=DAY).language == "es"
    with pytest.raises(PolicyUnknown, match="language of documents"):
        program.document("birch", "crisis-plan", language="tlh", as_of=DAY)


def test_what_is_not_there_is_an_error_that_names_it(program):
    with pytest.raises(RecordNotFound, match="version 7 of a plan of the family with the id birch"):
        program.document("birch", "plan-of-care", version=7, as_of=DAY)
    with pytest.raises(RecordNotFound, match="meeting with the id nowhere"):
        program.document("birch", "minutes", meeting="nowhere", as_of=DAY)
    with pytest.raises(ValueError, match="poem"):
        program.document("birch", "poem", as_of=DAY)


def test_every_kind_can_be_written_for_every_family_of_the_county(program):
    for family in program.families():
        stay = program.stay(family, as_of=DAY)
        for kind in KINDS:
            try:
                paper = program.document(family, kind, as_of=DAY)
            except RecordNotFound:
                assert not (stay.held if kind == "minutes" else stay.plans)
                continue
            assert "{" not in paper.as_text()


def test_catalogues_hold_the_same_phrases_with_the_same_places():
    def shape(language):
        held = phrases_in(language).phrases
        return {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in held.items()}

    assert shape("en") == shape("es")
    assert {"en", "es"} <= set(languages())
    assert all(len(phrases_in(each).months) == 12 for each in languages())


def test_every_phrase_is_used():
    rooms = resources.files("wraparound.documents")
    code = "".join(
        each.read_text("utf-8")
        for room in (rooms, resources.files("wraparound.program"))
        for each in room.iterdir()
        if each.name.endswith(".py")
    )
    made = {"head", "plan", "family", "agenda", "genogram", "portfolio"}  # by a name and a dot
    unused = [
        key
        for key in phrases_in("en").phrases
        if f'"{key}"' not in code and key.partition(".")[0] not in made
    ]
    assert unused == []


def test_the_fixed_words_of_the_family_copy_can_be_read_in_grade_six():
    """Flesch-Kincaid grade level, Kincaid and others 1975; over the sentences of the copy."""
    held = phrases_in("en").phrases
    sentences = [
        re.sub(r"{\w+}", "day", text).rstrip(".:")
        for key, text in held.items()
        if key.partition(".")[0] in {"family", "right", "crisis", "portfolio", "agenda", "minutes"}
        and len(text.split()) > 3
    ]
    syllables = pyphen.Pyphen(lang="en_US")
    words = [word for each in sentences for word in re.findall(r"[A-Za-z']+", each)]
    count = sum(len(syllables.positions(word)) + 1 for word in words)
    grade = 0.39 * len(words) / len(sentences) + 11.8 * count / len(words) - 15.59
    assert len(sentences) > 30
    assert grade <= 6


NASTY = Paper(
    kind="plan-of-care",
    language="en",
    title="A title",
    lead=("<script>alert(1)</script>",),
    sections=(
        PaperSection(
            heading="a < b & c",
            blocks=(
                Paragraph(text='"quoted" & #strong[x] $x$ \\ end', label="L*bel:"),
                Items(items=("<b>one</b>", "#pagebreak()"), numbered=True),
                Table(caption="<i>", heads=("a", "b"), rows=(("<u>", "&amp;"),)),
                SignatureLine(who="<em>", day="Day"),
            ),
        ),
    ),
)


def test_words_of_the_family_are_never_read_as_code():
    page = NASTY.as_html()
    for tag in ("<script>", "<b>", "<i>", "<u>", "<em>"):
        assert tag not in page
    assert "&lt;script&gt;" in page
    assert "&amp;amp;" in page
    assert NASTY.as_pdf().startswith(b"%PDF")
    assert len(typst_pages(NASTY)) == 1  # neither markup of typst nor a page break was obeyed


def typst_pages(paper):
    """The pages of a document as pictures, through the very template that the PDF is made with."""
    templates = resources.files("wraparound.documents").joinpath("templates")
    files = {
        "main.typ": templates.joinpath("paper.typ").read_bytes(),
        "brand.typ": templates.joinpath("brand.typ").read_bytes(),
        "paper.json": json.dumps(paper.as_document()).encode(),
    }
    made = typst.compile(files, format="png", ppi=72)
    return made if isinstance(made, list) else [made]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_passes_the_check_for_accessibility_and_can_be_looked_at(
    program, kind, language, artefacts
):
    """typst refuses to write PDF/UA-1 where a title, a language or an alternative is missing."""
    paper = program.document("birch", kind, language=language, as_of=DAY)
    pdf = paper.as_pdf()
    assert b"/StructTreeRoot" in pdf or b"/ObjStm" in pdf
    assert b"pdfuaid" in pdf
    assert pdf == paper.as_pdf()
    for number, page in enumerate(typst_pages(paper), 1):
        assert page.startswith(b"\x89PNG")
        (artefacts / f"{kind}-{language}-{number}.png").write_bytes(page)


def test_letters_without_a_font_are_an_error_that_does_not_repeat_them():
    paper = attrs.evolve(NASTY, lead=("\U00013000",))
    with pytest.raises(DocumentUnprintable, match="no font of this machine") as caught:
        paper.as_pdf()
    assert "\U00013000" not in str(caught.value)
    assert "fonts" in str(caught.value)


def test_without_typst_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(DocumentUnprintable, match=r"wraparound\[pdf\]"):
        NASTY.as_pdf()


class Brand:
    """A program's own look."""

    def __init__(self, folder):
        self.folder = folder

    @hookimpl
    def register_templates(self):
        return [self.folder]


def test_a_plugin_brings_its_own_look_to_pages_and_pdfs(tmp_path):
    (tmp_path / "letterhead.html").write_text("<p>Lake County</p>", "utf-8")
    (tmp_path / "brand.css").write_text("h1 { color: #003366; }", "utf-8")
    (tmp_path / "crisis-plan.html").write_text("<p>{{ paper.title }} only</p>", "utf-8")
    (tmp_path / "brand.typ").write_text(
        "#let letterhead = [Lake County]\n"
        '#let styled(body) = { set text(font: "DejaVu Sans Mono")\n body }\n',
        "utf-8",
    )
    with oakfield(Brand(tmp_path)) as branded, oakfield() as plain:
        paper = branded.document("birch", "minutes", as_of=DAY)
        page = paper.as_html()
        assert "<p>Lake County</p>" in page
        assert "#003366" in page
        assert branded.document("birch", "crisis-plan", as_of=DAY).as_html() == (
            "<p>Crisis and safety plan only</p>"
        )
        assert paper == plain.document("birch", "minutes", as_of=DAY)
        assert paper.as_pdf() != plain.document("birch", "minutes", as_of=DAY).as_pdf()


@pytest.mark.parametrize(
    ("name", "template", "says"),
    [
        ("minutes.html", "{% if %}", r"minutes\.html:1 is no template"),
        ("minutes.html", "{{ paper.poem }}", "what is not there"),
        ("minutes.html", '{% include "nowhere.html" %}', r"nowhere\.html"),
    ],
)
def test_a_template_that_fails_is_named(tmp_path, name, template, says):
    (tmp_path / name).write_text(template, "utf-8")
    with oakfield(Brand(tmp_path)) as branded:
        paper = branded.document("birch", "minutes", as_of=DAY)
        with pytest.raises(DocumentUnprintable, match=says) as caught:
            paper.as_html()
    assert "Jaylen" not in str(caught.value)


def test_a_brand_for_pdfs_that_fails_is_named_without_words_of_the_family(tmp_path):
    (tmp_path / "brand.typ").write_text('#let letterhead = panic(json("paper.json").lead)', "utf-8")
    paper = attrs.evolve(NASTY, lead=("Marked",), templates=(tmp_path,))
    with pytest.raises(DocumentUnprintable, match=r"brand\.typ") as caught:
        paper.as_pdf()
    assert "Marked" not in str(caught.value)


def test_a_folder_of_templates_that_is_not_there_names_the_plugin(tmp_path):
    with oakfield(Brand(tmp_path / "gone")) as branded, pytest.raises(PluginInvalid, match="Brand"):
        branded.document("birch", "minutes", as_of=DAY)


AXE = """
axe.run().then(found => {
  document.title = JSON.stringify(found.violations.map(each => [each.id, each.nodes.length]));
});
"""


@needs_chromium
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_passes_axe_in_a_real_browser(program, kind, tmp_path):
    assert violations(program.document("birch", kind, as_of=DAY).as_html(), tmp_path) == []


@needs_chromium
def test_axe_finds_a_fault_where_there_is_one(program, tmp_path):
    page = program.document("birch", "minutes", as_of=DAY).as_html()
    worse = page.replace('<html lang="en">', "<html>").replace("#1a1a1a", "#cccccc")
    found = {name for name, _ in violations(worse, tmp_path)}
    assert {"html-has-lang", "color-contrast"} <= found


def violations(page, folder):
    package = resources.files(pytest.importorskip("axe_core_python"))
    axe = package.joinpath("axe.min.js").read_text("utf-8")
    scripts = f"<script>{axe}</script><script>{AXE}</script></body>"
    shown = dom_of(page.replace("</body>", scripts), folder)
    told = re.search(r"<title>(.*?)</title>", shown)
    return json.loads(told[1].replace("&quot;", '"'))


def test_papers_take_every_version_of_a_plan(program):
    versions = {each.version for each in program.find(Plan, family="birch")}
    assert versions
    for version in versions:
        text = program.document("birch", "plan-of-care", version=version, as_of=DAY).as_text()
        assert f"Version {version}" in text
