"""What `openilr earnings` says to people: summaries, what is held back, charts and stories."""

import json
import re
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from polars.testing import assert_frame_equal
from tests.examples import run_program

from openilr.demo.provider import write_demo
from openilr.demo.reference import write_tables
from openilr.funding.groups import PROJECTED
from openilr.funding.outcome import Kind, Row
from openilr.funding.story import Recorder
from openilr.ilr.xml.read import plan
from openilr.ilr.xml.source import source
from openilr.outputs.earnings_summary import lines, payments
from openilr.outputs.kind_names import NAMES
from openilr.outputs.month_chart import draw
from openilr.outputs.story import SOURCES, like_rows
from openilr.pipeline.earnings import EarningsOptions, earnings_source
from openilr.reference.overrides import overrides_of
from openilr.reference.supplied import tables_for

ZERO = Decimal(0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of 40 learners, some with faults, and its reference tables."""
    folder = tmp_path_factory.mktemp("made")
    write_demo(folder / "a.xml", 40, "2627", 1, 0.2)
    write_tables(folder / "reference.json", "2627")
    return folder


def run(made: Path, *arguments: object) -> tuple[int, str, str]:
    given = ("earnings", made / "a.xml", "--reference", made / "reference.json", *arguments)
    return run_program([str(argument) for argument in given])


def rows(made: Path, *arguments: object) -> list[dict[str, Any]]:
    status, out, _ = run(made, "--format", "jsonl", *arguments)
    assert status == 0
    return [json.loads(line) for line in out.splitlines()]


def amount(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_the_year_is_parted_at_the_day_of_the_run_or_of_the_file(made: Path):
    tables = tables_for(None, overrides_of(json.loads((made / "reference.json").read_text())))
    forecast = earnings_source(source(made / "a.xml"), EarningsOptions(tables=tables))
    assert forecast.day == date(2026, 11, 20)  # the file's preparation date
    of_year = [line for line in lines(forecast) if line.academic_year == "2627"]
    assert all(line.to_date == sum(line.months[:4], ZERO) for line in of_year)
    assert any(line.to_date < line.total for line in of_year)
    earlier = [line for line in lines(forecast) if line.academic_year == "2526"]
    assert earlier
    assert all(line.to_date == line.total for line in earlier)
    until = EarningsOptions(tables=tables, as_at=date(2026, 9, 30))
    september = earnings_source(source(made / "a.xml"), until)
    assert {
        line.to_date == sum(line.months[:2], ZERO)
        for line in lines(september)
        if line.academic_year == "2627"
    } == {True}


def test_a_file_worked_out_in_parts_by_processes_earns_the_same(made: Path):
    tables = tables_for(None, overrides_of(json.loads((made / "reference.json").read_text())))
    where = source(made / "a.xml")
    assert len(plan(where, target_bytes=40_000).parts) > 2
    name = apprentice(made)
    for learner in (None, name):
        whole, parts = (
            earnings_source(
                where,
                EarningsOptions(tables=tables, part_bytes=size, stories=50, learner=learner),
            )
            for size in (1 << 30, 40_000)
        )
        for frame in ("rows", "reasons", "projected", "episodes", "payments"):
            assert_frame_equal(getattr(parts, frame), getattr(whole, frame))
        of_parts, of_whole = (
            [
                (s.learner.learner, s.learner.LearnRefNumber, len(s.found.rows), len(s.note.steps))
                for s in report.stories
            ]
            for report in (parts, whole)
        )
        assert of_parts == of_whole
        assert parts.learners == whole.learners
    assert set(parts.rows["LearnRefNumber"]) == {name}


def test_errors_hold_back_what_their_learners_would_earn(made: Path):
    _, out, _ = run(made, "--valid-only")
    in_all = re.search(r"^(\d+) learners? .*: (\d+) errors? holds? back ([\d,.]+)$", out, re.M)
    assert in_all
    held: dict[str, Decimal] = {}
    for row in rows(made):
        name = row["LearnRefNumber"]
        held[name] = held.get(name, ZERO) + Decimal(row["amount"])
    for row in rows(made, "--valid-only"):
        held[row["LearnRefNumber"]] -= Decimal(row["amount"])
    assert round(sum(held.values(), ZERO), 2) == amount(in_all[3]) > 0

    _, checked, _ = run_program(
        [
            *("check", str(made / "a.xml"), "--reference", str(made / "reference.json")),
            *("--format", "jsonl"),
        ]
    )
    found = [json.loads(line) for line in checked.splitlines()]
    errors = [f for f in found if f.get("severity") == "E" and f["LearnRefNumber"] is not None]
    by_rule = re.findall(r"^  (\w+): (\d+) errors? holds? back ([\d,.]+) \((\d+) l", out, re.M)
    assert len(errors) == int(in_all[2]) == sum(int(count) for _, count, _, _ in by_rule)
    assert len({e["LearnRefNumber"] for e in errors}) == int(in_all[1])
    for rule, count, money, learners in by_rule:
        theirs = [e["LearnRefNumber"] for e in errors if e["rule"] == rule]
        assert (len(theirs), len(set(theirs))) == (int(count), int(learners))
        assert round(sum((held.get(name, ZERO) for name in set(theirs)), ZERO), 2) == amount(money)


def test_prices_and_payments_stand_by_month_and_code(made: Path):
    tables = tables_for(None, overrides_of(json.loads((made / "reference.json").read_text())))
    report = earnings_source(source(made / "a.xml"), EarningsOptions(tables=tables))
    found = payments(report)
    text = (made / "a.xml").read_text()
    recorded = re.findall(
        r"<AFinType>(\w+)</AFinType>\s*<AFinCode>(\d)</AFinCode>\s*<AFinDate>([\d-]+)"
        r"</AFinDate>\s*<AFinAmount>(\d+)<",
        text,
    )
    for name in ("TNP 1", "PMR 1"):
        of_code = [int(a) for kind, code, _, a in recorded if f"{kind} {code}" == name]
        assert sum((p.total for p in found if p.name == name), ZERO) == sum(of_code) > 0
        assert sum(p.records for p in found if p.name == name) == len(of_code)
    assert {p.label for p in found if p.name == "TNP 1"} == {"Training price"}
    day = date.fromisoformat(recorded[0][2])
    (line,) = [
        p
        for p in found
        if p.name == f"{recorded[0][0]} {recorded[0][1]}"
        and p.academic_year
        == f"{(day.year - (day.month < 8)) % 100:02}{(day.year + (day.month >= 8)) % 100:02}"
    ]
    assert line.months[(day.month - 8) % 12] >= int(recorded[0][3])


def test_the_workbook_has_episodes_with_the_names_of_fm36_and_what_is_held_back(
    made: Path, tmp_path: Path
):
    out = tmp_path / "e.xlsx"
    assert run(made, "--valid-only", "--out", out)[0] == 0
    book = openpyxl.load_workbook(out, read_only=True)
    titles, *episodes = book["Price episodes"].iter_rows(values_only=True)
    assert {"PriceEpisodeTotalTNPPrice", "PriceEpisodeCompletionElement"} <= set(titles)
    assert all(hasattr(row[titles.index("EpisodeStartDate")], "year") for row in episodes)
    titles, *records = book["Price and payment records"].iter_rows(values_only=True)
    assert titles[:4] == ("LearnRefNumber", "AimSeqNumber", "AFinType", "AFinCode")
    assert len(records) == (made / "a.xml").read_text().count("<AppFinRecord>")
    titles, *held = book["Held back"].iter_rows(values_only=True)
    assert titles == ("Rule", "Errors", "Learners", "Amount held back")
    assert sum(row[1] for row in held) > 0


# -- charts ----------------------------------------------------------------------------------------


def test_a_chart_has_at_most_six_colours_and_texture_for_what_is_to_come():
    groups = {
        "On-programme": [Decimal(100)] * 12,
        "Outcome": [ZERO] * 11 + [Decimal(50)],
        "Care leavers' bursary": [Decimal(10)] * 12,
        "Units": [Decimal(10)] * 12,
        PROJECTED: [Decimal(20)] + [ZERO] * 11,
    }
    drawing = draw(groups, 4)
    assert {name for name, _, _ in drawing.key} == {
        *("On-programme", "On-programme, to come", "Outcome, to come", "Other", "Other, to come"),
    }
    assert all(1 <= bar.colour <= 6 for bar in drawing.bars)
    first = [bar for bar in drawing.bars if ", Aug:" in bar.title]
    assert {(bar.title.split(",")[0], bar.later) for bar in first} == {
        ("On-programme", False),
        ("Outcome", True),
        ("Other", False),
    }
    # Other is the bursary and the units together; the parts of a column do not overlap.
    heights = {bar.title.split(",")[0]: bar.height for bar in first}
    assert heights["Other"] * 5 == pytest.approx(heights["On-programme"], abs=0.3)
    ends = sorted((bar.y, bar.y + bar.height) for bar in first)
    assert all(b[0] == pytest.approx(a[1], abs=0.2) for a, b in zip(ends, ends[1:], strict=False))


def test_money_paid_back_hangs_below_the_axis_and_within_the_picture():
    drawing = draw({"On-programme": [Decimal(30), Decimal(-900), *[ZERO] * 10]}, 12)
    up, down = drawing.bars
    assert up.y + up.height == pytest.approx(drawing.zero, abs=0.2)
    assert down.y == pytest.approx(drawing.zero, abs=0.2)
    assert down.y + down.height <= drawing.height


def test_a_year_without_money_is_an_empty_chart():
    assert draw({"On-programme": [ZERO] * 12}, 12).bars == []


# -- stories ---------------------------------------------------------------------------------------


def apprentice(made: Path) -> str:
    """An apprentice with money of several kinds."""
    kinds: dict[str, set[str]] = {}
    for row in rows(made):
        kinds.setdefault(row["LearnRefNumber"], set()).add(row["kind"])
    return max(sorted(kinds), key=lambda name: len(kinds[name]))


def test_a_story_begins_with_the_months_and_ends_with_the_sources(made: Path):
    name = apprentice(made)
    status, out, _ = run(made, "--explain", name)
    assert status == 0
    sums: dict[tuple[str, int], Decimal] = {}
    for row in rows(made):
        if row["LearnRefNumber"] == name:
            month = (row["academic_year"], row["period"])
            sums[month] = sums.get(month, ZERO) + Decimal(row["amount"])
    told = re.findall(r"^    \w{3} \d{4} +([\d,.-]+) ", out, re.M)
    assert [amount(t) for t in told] == [round(sums[m], 2) for m in sorted(sums)]
    tags = set(re.findall(r"\b(RB\w+|ERN|PV2)\b", out))
    assert tags <= set(SOURCES)
    assert "On-programme instalment: PriceEpisodeOnProgPayment, aim 1: " in out


def test_what_was_earned_before_is_told_episode_by_episode(made: Path):
    names = {row["LearnRefNumber"] for row in rows(made, "--years", "2627")}
    told = 0
    for name in sorted(names)[:8]:
        _, out, _ = run(made, "--explain", name)
        for whole, parts in re.findall(
            r"Earned in earlier price episodes: ([\d,.]+)\n +=[^\n]+\n((?: +Price episode .*\n)*)",
            out,
        ):
            amounts = [amount(a) for a in re.findall(r" = ([\d,.]+)$", parts, re.M)]
            assert sum(amounts, ZERO) == pytest.approx(amount(whole), abs=Decimal("0.0001"))
            told += len(amounts)
    assert told > 0


def test_like_amounts_of_different_chains_are_told_apart():
    note = Recorder()
    kind = Kind.BURSARY
    paid = [Row(0, 1, month, kind, Decimal(1000)) for month in (1, 2, 3)]
    for month, step in ((1, "part 1"), (2, "part 2"), (3, "part 2")):
        note.step(step, step, Decimal(1000), "once")
        note.row(0, month, kind, None, step)
    assert [[row.month for row in like] for like in like_rows(paid, note)] == [[1], [2, 3]]


def test_a_story_can_be_a_page_with_chart_table_and_steps_to_unfold(made: Path, tmp_path: Path):
    name = apprentice(made)
    page = tmp_path / "story.html"
    assert run(made, "--explain", name, "--out", page)[0] == 0
    text = unescape(page.read_text(encoding="utf-8"))
    assert "<script" not in text
    references = set(re.findall(r"\bFT\d{7}\b", text))
    assert references == {name}  # nobody else's data
    for part in ("<svg", "<table", "<details", "Monthly instalment", "AppFinRecord.TNP1"):
        assert part in text
    years = run(made, "--explain", name, "--years", "2627", "--out", page)
    assert years[0] == 0
    assert "2025-26</b>" not in page.read_text(encoding="utf-8")


def test_a_story_is_refused_in_forms_that_cannot_tell_it(made: Path, tmp_path: Path):
    out = tmp_path / "story.csv"
    status, _, err = run(made, "--explain", apprentice(made), "--out", out)
    assert status == 2
    assert "text or html" in err
    assert not out.exists()


def test_every_kind_has_a_name_in_words():
    assert set(NAMES) == set(Kind)
    assert len(set(NAMES.values())) == len(NAMES)
