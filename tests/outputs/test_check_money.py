"""What the report of a check says of the money that errors hold back."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.examples import run_program

from openilr.demo.provider import write_demo
from openilr.demo.reference import write_tables
from openilr.ilr.xml.source import Source, source
from openilr.outputs import html, xlsx
from openilr.pipeline.check import check_source
from openilr.pipeline.held_back import with_money
from openilr.pipeline.options import CheckOptions
from openilr.pipeline.report import FileReport
from openilr.reference.overrides import overrides_of
from openilr.reference.supplied import NO_TABLES, Tables, tables_for

ZERO = Decimal(0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Source, Tables, FileReport]:
    """A folder, its file of 40 learners with faults, their tables, and the check with its money."""
    folder = tmp_path_factory.mktemp("made")
    write_demo(folder / "a.xml", 40, "2627", 1, 0.3)
    write_tables(folder / "reference.json", "2627")
    tables = tables_for(None, overrides_of(json.loads((folder / "reference.json").read_text())))
    where = source(folder / "a.xml")
    options = CheckOptions(as_at=date(2026, 11, 23), return_period=4, tables=tables)
    return folder, where, tables, with_money(check_source(where, options), where, tables)


def earned(folder: Path) -> dict[str, dict[int, Decimal]]:
    """What `openilr earnings` gives each learner in the file's year, by period."""
    _, out, _ = run_program(
        [
            *("earnings", str(folder / "a.xml"), "--reference", str(folder / "reference.json")),
            *("--years", "2627", "--format", "jsonl"),
        ]
    )
    found: dict[str, dict[int, Decimal]] = {}
    for row in map(json.loads, out.splitlines()):
        months = found.setdefault(row["LearnRefNumber"], {})
        months[row["period"]] = months.get(row["period"], ZERO) + Decimal(row["amount"])
    return found


def test_each_rule_holds_back_what_its_learners_earn_by_the_return(made):
    folder, _, _, report = made
    by_learner = earned(folder)

    def to_date(names: set[str]) -> Decimal:
        months = (by_learner.get(name, {}) for name in names)
        return sum((m for of in months for p, m in of.items() if p <= 4), ZERO)

    errors = report.findings.filter(pl.col("severity") == "E").drop_nulls("learner")
    assert report.money.amount == to_date(set(errors["LearnRefNumber"])) > 0
    assert report.money.of == to_date(set(by_learner)) > report.money.amount
    assert report.money.in_month == sum(
        (by_learner.get(name, {}).get(4, ZERO) for name in set(errors["LearnRefNumber"])), ZERO
    )
    assert set(report.money.by_rule) == set(errors["rule"])
    for (rule,), rows in errors.partition_by("rule", as_dict=True).items():
        assert report.money.by_rule[rule] == to_date(set(rows["LearnRefNumber"]))


def test_of_a_large_file_only_learners_with_errors_are_worked_out(made):
    _, where, tables, report = made
    few = with_money(replace(report, money=None), where, tables, everyone=0)
    assert few.money == replace(report.money, of=None)


def test_without_tables_there_is_no_money_and_no_column(made):
    _, where, _, report = made
    plain = with_money(replace(report, money=None), where, NO_TABLES)
    assert plain.money is None
    page = io.BytesIO()
    html.write([plain], page)
    assert "Money" not in page.getvalue().decode()


def test_the_page_has_a_column_and_a_tile(made):
    _, _, _, report = made
    page = io.BytesIO()
    html.write([report], page)
    text = unescape(page.getvalue().decode())
    assert "Money held back to November" in text
    assert f"£{round(report.money.amount, 2):,}" in text
    for amount in report.money.by_rule.values():
        assert f'data-label="Money">£{round(amount, 2):,}</td>' in text


def test_the_workbook_has_them_too(made):
    _, _, _, report = made
    packed = io.BytesIO()
    xlsx.write([report], packed)
    book = openpyxl.load_workbook(packed, read_only=True)
    summary = dict(row[:2] for row in book["Summary"].iter_rows(values_only=True))
    assert summary["To the end of"] == "November"
    assert round(Decimal(str(summary["Held back (GBP)"])), 2) == round(report.money.amount, 2)
    titles, *rows = book["By rule"].iter_rows(values_only=True)
    rule, held = titles.index("Rule"), titles.index("Money held back")
    assert {
        row[rule]: round(Decimal(str(row[held])), 2) for row in rows if row[held] is not None
    } == {name: round(amount, 2) for name, amount in report.money.by_rule.items()}
