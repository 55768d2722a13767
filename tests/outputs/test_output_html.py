"""The stand-alone page: what is in it, and how it behaves in a browser."""

import base64
import hashlib
import io
import os
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from tests.outputs.factory import (
    FILE,
    HOSTILE,
    clean_report,
    file_report,
    large_report,
)

from openilr.outputs import html

VOID = {"meta", "input", "br", "path", "line", "circle", "rect", "use"}


def page_of(*reports, **options) -> str:
    stream = io.BytesIO()
    html.write(reports, stream, **options)
    return stream.getvalue().decode()


class Elements(HTMLParser):
    """Every element with its attributes, and the text of the page outside style and script."""

    def __init__(self, page):
        super().__init__()
        self.all = []
        self.open = []
        self.text = []
        self.unclosed = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.all.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.all.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] not in {"style", "script"}:
            self.text.append(data)

    def of(self, tag):
        return [attributes for name, attributes in self.all if name == tag]


def words(page: str) -> str:
    return " ".join(" ".join(Elements(page).text).split())


@pytest.fixture(scope="module")
def page():
    return page_of(file_report())


class TestPage:
    def test_it_says_every_rule_finding_and_reason_without_its_script(self, page):
        text = words(page)
        report = file_report()
        for part in (
            FILE,
            "Provider 90000117",
            "R04, as at 23 Nov 2026",
            "18 errors by 5 rules",
            "An assessment price is recorded without an assessment organisation",
            "The price of the assessment is only paid when",
            "To mend: Enter the organisation that will assess",
            "FT261007 1 EPAOrgID = blank, AFinType = TNP, AFinCode = 2 155",
            "LearnStartDate = 7 Sep 2026, LearnActEndDate = 31 Aug 2026",
            "The file FilePreparationDate = 20 Nov 2026",
            "A check of OpenILR's own",
            "LARS's learning deliveries are not in the reference store.",
        ):
            assert part in text, part
        for rule in [*report.findings["rule"], *report.not_run["rule"]]:
            assert rule in text
        for reference in report.findings["LearnRefNumber"].drop_nulls():
            assert reference in text

    def test_a_rule_without_a_text_shows_its_message(self, page):
        assert "Error R_20 1 finding" in words(page)
        assert "R_20 failed." in words(page)

    def test_its_elements_close_and_its_ids_are_its_own(self):
        for reports in (
            [file_report()],
            [file_report("a"), file_report("b")],
            [clean_report()],
            [],
        ):
            elements = Elements(page_of(*reports))
            assert elements.unclosed == []
            assert elements.open == []
            ids = [attributes["id"] for _, attributes in elements.all if "id" in attributes]
            assert len(ids) == len(set(ids))
            targets = [a["href"] for a in elements.of("a") if "href" in a]
            assert {target.removeprefix("#") for target in targets} <= set(ids)

    def test_it_refers_to_nothing_outside(self, page):
        elements = Elements(page)
        assert not elements.of("link")
        assert not elements.of("img")
        for _, attributes in elements.all:
            assert "src" not in attributes
            assert "style" not in attributes
            assert not [name for name in attributes if name.startswith("on")]
            assert attributes.get("href", "#").startswith("#")
        assert "url(" not in html.style().replace('url("#', "")
        assert "@import" not in html.style()
        assert "@font-face" not in html.style()

    def test_its_policy_allows_our_own_script_and_style_and_nothing_else(self, page):
        (policy,) = [
            meta["content"]
            for meta in Elements(page).of("meta")
            if meta.get("http-equiv") == "Content-Security-Policy"
        ]
        for tag in ("style", "script"):
            content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)[1]
            digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}';" in policy
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy

    def test_hostile_values_are_text_wherever_they_stand(self):
        report = file_report()
        hostile = replace(
            report,
            file=HOSTILE,
            sha256=HOSTILE,
            findings=report.findings.with_columns(
                pl.lit(HOSTILE).alias("rule"),
                pl.lit(HOSTILE).alias("LearnRefNumber"),
                pl.lit(HOSTILE).alias("message"),
            ),
            not_run=report.not_run.with_columns(
                pl.lit(HOSTILE).alias(name) for name in ("rule", "reason", "table")
            ),
            counts=report.counts.with_columns(
                pl.when(pl.col("group") == "all").then("group").otherwise(pl.lit(HOSTILE))
            ),
            texts={
                HOSTILE: replace(
                    report.texts["ULN_04"],
                    rule=HOSTILE,
                    summary=HOSTILE + ".",
                    explanation=HOSTILE,
                    fix=HOSTILE,
                    fields=(HOSTILE,),
                )
            },
        )
        elements = Elements(page_of(hostile))
        assert not elements.of("img")
        assert elements.unclosed == []
        assert len(elements.of("script")) == 1
        assert "onerror=document.title='taken'" in " ".join(elements.text)

    def test_its_structure_serves_keyboard_and_screen_reader(self, page):
        elements = Elements(page)
        assert elements.of("html") == [{"lang": "en-GB"}]
        assert len(elements.of("h1")) == 1
        assert len(elements.of("main")) == 1
        assert len(elements.of("caption")) == len(elements.of("table"))
        assert all(head["scope"] in {"col", "row"} for head in elements.of("th"))
        assert elements.of("a")[0] == {"class": "o-skip", "href": "#content"}
        assert f"<title>OpenILR check of {FILE}</title>" in page
        labelled = {label["for"] for label in elements.of("label")}
        controls = [a["id"] for tag in ("input", "select") for a in elements.of(tag)]
        assert labelled == set(controls)
        levels = [int(tag[1]) for tag, _ in elements.all if re.fullmatch("h[1-6]", tag)]
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))

    def test_a_clean_file_passes_and_one_with_rules_not_run_is_not_said_to(self):
        assert "Every learner passes all 817 rules." in words(page_of(clean_report()))
        report = replace(clean_report(), not_run=file_report().not_run)
        text = words(page_of(report))
        assert "Nothing found, not every rule ran" in text
        assert "26 rules did not run, and nothing is known of them" in text

    def test_several_files_stand_on_one_page_with_a_contents(self):
        text = words(page_of(file_report("a.xml"), clean_report("b.xml"), file_report("c.xml")))
        assert "a.xml 30 16 18 9 b.xml 30 0 0 0 c.xml 30 16 18 9" in text
        assert "36 errors by 5 rules" in text

    def test_a_long_value_is_cut_with_a_mark(self):
        report = file_report()
        long = pl.lit(
            [{"name": "GivenNames", "value": "x" * 5000}], report.findings["fields"].dtype
        )
        page = page_of(replace(report, findings=report.findings.with_columns(fields=long)))
        assert "x…" in page
        assert "x" * (html.VALUE_LENGTH + 1) not in page


class TestSize:
    def test_100_000_findings_make_a_page_under_15_mb_that_says_what_is_left_out(self):
        page = page_of(large_report(100_000))
        assert len(page) < 15_000_000
        rows = page.count('<tr><th scope="row">L')
        assert 10_000 <= rows <= html.ROWS
        text = words(page)
        assert f"This page shows {rows:,} of 100,000 findings, the first 100 of each rule" in text
        more = [int(n.replace(",", "")) for n in re.findall(r"And ([\d,]+) more:", text)]
        assert sum(more) + rows == 100_000

    def test_a_page_at_its_limit_of_long_values_is_under_15_mb(self):
        report = large_report(html.ROWS)
        long = pl.lit(
            [{"name": "GivenNames", "value": "<" * 5000}], report.findings["fields"].dtype
        )
        report = replace(report, findings=report.findings.with_columns(fields=long))
        # Each < is four characters when escaped.
        assert len(page_of(report)) < 15_000_000

    def test_what_fits_is_all_there_and_nothing_is_said_of_more(self, page):
        assert "left-out" not in page
        assert page.count('<tr><th scope="row">FT26') == file_report().findings.height - 1

    def test_the_first_findings_of_each_rule_are_the_ones_shown(self):
        page = page_of(file_report(), rows=20)
        assert "the first 2 of each rule" in words(page)
        assert "FT261007" in page
        assert "FT261035" in page
        assert "FT261203" not in page


def contrasts():
    """Pairs of colours of the page that carry meaning, with the contrast they need."""
    for ground in ("surface", "paper", "sunken", "hover"):
        yield from ((ink, ground, 4.5) for ink in ("ink", "ink-2", "ink-3", "accent"))
    for status in ("error", "warning", "ok", "info"):
        yield from ((status, ground, 4.5) for ground in (f"{status}-soft", "surface", "paper"))
        yield from ((f"{status}-mark", ground, 3) for ground in ("surface", "paper"))
    yield "on-accent", "accent", 4.5
    for front in ("line-control", "focus"):
        yield from ((front, ground, 3) for ground in ("surface", "paper"))


def luminance(colour):
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_of_colours_has_contrast(theme):
    style = html.style()
    start = style.index("color-scheme: light")
    dark = style.index("color-scheme: dark")

    def tokens(begin):
        block = style[begin : style.index("}", begin)]
        return dict(re.findall(r"--o-([\w-]+):\s*(#[0-9a-f]{6})", block))

    palette = tokens(start) | (tokens(dark) if theme == "dark" else {})
    for front, ground, needed in contrasts():
        low, high = sorted((luminance(palette[front]), luminance(palette[ground])))
        assert (high + 0.05) / (low + 0.05) >= needed, (front, ground)


# ---- In a browser


@pytest.fixture(scope="module")
def chromium():
    path = os.environ.get("OPENILR_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(path).exists():
        reason = "Chromium is not installed (set OPENILR_CHROMIUM to its path)"
        if os.environ.get("OPENILR_REQUIRE_SPEC") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for name, reports in {
        "one": [file_report()],
        "many": [file_report("a.xml"), clean_report("b.xml"), file_report("c.xml")],
        "clean": [clean_report()],
        "large": [large_report(100_000)],
    }.items():
        (folder / f"{name}.html").write_text(page_of(*reports), encoding="utf-8")
    return folder


@pytest.fixture
def visit(chromium, files):
    """Opens a page; at the end nothing may have gone to the network or to the console."""
    contexts = []
    trouble = []

    def visit(name, **options):
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        address = (files / f"{name}.html").as_uri()
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("request", lambda request: request.url != address and trouble.append(request.url))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert trouble == []


def visible_rows(page):
    return page.locator(".r-findings tbody tr:visible")


@pytest.mark.browser
class TestBrowser:
    def test_search_finds_values_rules_and_explanations(self, visit):
        from playwright.sync_api import expect

        page = visit("one")
        state = page.get_by_role("status")
        expect(state).to_have_text("27 findings by 8 rules")
        page.get_by_label("Search").fill("60350148")
        expect(state).to_have_text("Showing 2 of 27 findings, by 1 rule")
        assert visible_rows(page).count() == 2
        expect(page.locator(".r-sortable tbody tr:visible")).to_have_count(1)
        page.get_by_label("Search").fill("records service FT261042")
        expect(state).to_have_text("Showing 1 of 27 findings, by 1 rule")
        page.get_by_label("Search").fill("nothing like it")
        expect(state).to_have_text("No finding matches. Clear the filters to see all 27.")
        page.get_by_role("button", name="Clear").click()
        expect(state).to_have_text("27 findings by 8 rules")
        assert visible_rows(page).count() == 27

    def test_filters_narrow_by_severity_rule_and_learner(self, visit):
        from playwright.sync_api import expect

        page = visit("one")
        state = page.get_by_role("status")
        page.get_by_label("Severity").select_option("Warnings")
        expect(state).to_have_text("Showing 9 of 27 findings, by 3 rules")
        page.get_by_label("Rule").select_option("EmpStat_12")
        expect(state).to_have_text("Showing 6 of 27 findings, by 1 rule")
        page.get_by_label("Learner").fill("ft261049")
        expect(state).to_have_text("Showing 1 of 27 findings, by 1 rule")
        page.get_by_label("Severity").select_option("All")
        page.get_by_label("Rule").select_option("All")
        expect(state).to_have_text("Showing 3 of 27 findings, by 2 rules")

    def test_a_hostile_value_is_shown_and_not_run(self, visit):
        page = visit("one")
        assert page.get_by_text(HOSTILE).is_visible()
        assert page.title() == f"OpenILR check of {FILE}"

    def test_the_table_of_rules_sorts_and_says_how(self, visit):
        page = visit("one")
        head = page.locator(".r-sortable th", has_text="Learners")
        button = page.get_by_role("button", name="Learners")
        button.focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "descending"
        column = page.locator(".r-sortable tbody td:nth-child(5)")
        figures = [int("0" + re.sub(r"\D", "", text)) for text in column.all_text_contents()]
        assert figures == sorted(figures, reverse=True)
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == "ascending"
        assert page.locator("[aria-sort]").count() == 1

    def test_a_link_in_the_table_opens_the_rule_even_when_filtered_away(self, visit):
        from playwright.sync_api import expect

        page = visit("large")
        expect(visible_rows(page)).to_have_count(0)
        page.locator(".r-sortable tbody a", has_text="Field_7").last.click()
        expect(visible_rows(page)).to_have_count(100)
        page.get_by_label("Severity").select_option("Warnings")
        expect(page.get_by_role("status")).to_contain_text("Showing")
        page.goto(page.url.split("#")[0] + "#f1-Field_7-E")
        expect(page.get_by_role("status")).to_have_text("12,000 findings by 120 rules")

    def test_a_large_page_finds_one_learner(self, visit):
        from playwright.sync_api import expect

        page = visit("large")
        page.get_by_label("Learner").fill("L100100")
        expect(page.get_by_role("status")).to_have_text("Showing 1 of 12,000 findings, by 1 rule")
        expect(visible_rows(page)).to_have_count(1)

    @pytest.mark.parametrize("name", ["one", "many", "clean", "large"])
    @pytest.mark.parametrize("width", [320, 768])
    def test_nothing_scrolls_sideways(self, visit, name, width):
        page = visit(name, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        wide = page.evaluate(
            """() => [...document.querySelectorAll("main *, header *, footer *")]
                 .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
                 .filter((e) => !e.closest(".r-unseen"))
                 .map((e) => e.outerHTML.slice(0, 80))"""
        )
        assert wide == []

    def test_without_its_script_it_shows_all_and_offers_no_dead_control(self, visit):
        page = visit("one", java_script_enabled=False)
        assert visible_rows(page).count() == 27
        assert not page.get_by_label("Search").is_visible()

    def test_on_paper_there_are_no_controls_and_every_list_is_open(self, visit):
        page = visit("large")
        page.emulate_media(media="print")
        assert not page.get_by_label("Search").is_visible()
        assert page.locator(".r-findings thead").first.evaluate(
            "(e) => getComputedStyle(e).display"
        ) == ("table-header-group")
        opened = page.evaluate(
            """() => { dispatchEvent(new Event("beforeprint"));
                       return document.querySelectorAll("details:not([open])").length }"""
        )
        assert opened == 0

    def test_dark_and_light_follow_the_system(self, visit):
        grounds = {
            scheme: visit("one", color_scheme=scheme).evaluate(
                "getComputedStyle(document.body).backgroundColor"
            )
            for scheme in ("light", "dark")
        }
        assert grounds == {"light": "rgb(245, 244, 240)", "dark": "rgb(15, 23, 25)"}

    def test_the_keyboard_reaches_the_skip_link_first(self, visit):
        page = visit("one")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "o-skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("name", ["one", "many", "clean"])
    def test_axe_finds_nothing(self, visit, name, scheme):
        path = os.environ.get("OPENILR_AXE")
        if not path:
            pytest.skip("axe-core is not at hand (set OPENILR_AXE to the path of axe.min.js)")
        source = Path(path).read_text(encoding="utf-8")
        for width in (1280, 320):
            page = visit(name, color_scheme=scheme, viewport={"width": width, "height": 900})
            page.evaluate(source)
            found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
            assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found] == []
