"""Learners and reference tables by Hypothesis, with few values, so that conditions are met often.

Every field has a small pool of values: codes that rules speak of, dates near each other and a few
odd ones (29 February, the ends of months, the first and last day there is), and absence. A pool is
chosen by the field's name, else by its type. A learner is `{field: typed value, child: [rows]}`.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from openilr.ilr.schema import Entity, Field, Kind, schema
from openilr.language.nodes import (
    Column,
    Compare,
    Differs,
    IsIn,
    Literal,
    Node,
    Outer,
    TextOf,
    everything,
)
from openilr.language.rule import Rule
from openilr.language.run import Run
from openilr.reference.supplied import Tables
from openilr.reference.tables import TABLES, ColumnType
from openilr.reference.values import dtype

DATES = (
    *(date(2026, 8, 1), date(2026, 8, 2), date(2026, 9, 7), date(2026, 7, 31), date(2025, 8, 1)),
    *(date(2025, 9, 8), date(2026, 1, 1), date(2026, 1, 31), date(2024, 2, 29), date(2027, 1, 29)),
    *(date(2020, 8, 1), date(2024, 7, 31), date(2016, 8, 1), date(2019, 5, 17), date(2022, 8, 1)),
)
BIRTHS = (
    *(date(2004, 2, 29), date(2010, 8, 31), date(2010, 9, 1), date(2005, 9, 7), date(2007, 9, 8)),
    *(date(1999, 12, 31), date(2001, 8, 1), date(1990, 5, 12), date(2027, 1, 1)),
)
ODD_DATES = (date(1, 1, 1), date(9999, 12, 31), date(2000, 2, 29), date(2100, 3, 1))

POOLS: Mapping[str, tuple[Any, ...]] = {
    "LearnRefNumber": ("A1", "a1 ", "B2", " B2", "C3"),
    "ULN": (1000000019, 1000000027, 1000000018, 1000000060, 9999999999),
    "DateOfBirth": BIRTHS,
    "NINumber": ("AB123456C", "ab123456c", "DB123456C", "AB123456 ", "AB123456C\n", "é"),
    "Postcode": ("CV1 2WT", "cv1 2wt", "ZZ99 9ZZ", "CV12WT"),
    "LearnAimRef": ("ZPROG001", "9900001A", "9900002M", "9900002m", "60000000"),
    "AimType": (1, 3, 4, 5),
    "FundModel": (10, 11, 25, 35, 36, 37, 38, 39, 81, 82, 99),
    "ProgType": (24, 25, 31, 32, 34),
    "StdCode": (9001, 9002),
    "CompStatus": (1, 2, 3, 6),
    "Outcome": (1, 2, 3, 8),
    "ConRefNumber": ("SBDA-1001-01", "SBDA-1001", "X-Y-Z-1", "A"),
    "EmpStat": (10, 11, 12, 98),
    "EmpId": (100000029, 100000028, 999999999, 1),
    "LearnDelFAMType": (
        "ACT",
        "act",
        "LDM",
        "SOF",
        "RES",
        "LSF",
        "ALB",
        "FFI",
        "DAM",
        "ADL",
        "EVI",
    ),
    "LearnDelFAMCode": ("1", "2", "105", "034", "34", "362", "353", "023", "a", "A"),
    "LearnFAMType": ("EHC", "ECF", "SEN", "HNS", "ehc"),
    "LearnFAMCode": (1, 2, 3),
    "ESMType": ("BSI", "EII", "LOE", "OET", "bsi", "SEI"),
    "ESMCode": (1, 2, 3, 4, 5, 6),
    "AFinType": ("TNP", "PMR", "tnp", "RIP"),
    "AFinCode": (1, 2, 3, 4),
    "HRSType": ("HRS", "hrs"),
    "HRSCode": (1, 2, 3, 4, 5, 6),
    "PriorLevel": (1, 2, 3, 9, 99),
}
"""Values by field or column name; others by type."""

_TEXTS = ("A", "a", "1", "01", "X1", "ß", " ", "", "A\n")
_NUMBERS = (0, 1, 2, 3, 9, 10, 24, 540)
_DECIMALS = (Decimal("0.1"), Decimal("1.0"), Decimal("33.3"), Decimal("100.0"))


def pool(field: Field, *, odd: bool = True) -> tuple[Any, ...]:
    """The values of a field, None among them."""
    values = (
        POOLS.get(field.name)
        or {
            Kind.TEXT: _TEXTS,
            Kind.INTEGER: _NUMBERS,
            Kind.DECIMAL: _DECIMALS,
            Kind.DATE: DATES,
            Kind.DATETIME: (),
        }[field.kind]
    )
    if odd and field.kind is Kind.DATE:
        values = (*values, *ODD_DATES)
    return (None, *values, *values[:3])


Hints = Mapping[str, Set[Any]]
"""By "Entity.Field" or "table.column" the values that a rule speaks of."""


def hints(rule: Rule) -> dict[str, set[Any]]:
    """The values that a rule compares fields with, and those beside its dates and numbers."""
    found: dict[str, set[Any]] = {}

    def add(node: Node, values: Sequence[Any]) -> None:
        if isinstance(node, TextOf | Outer):
            node = node.operand
        if isinstance(node, Column):
            mine = found.setdefault(f"{node.source}.{node.name}", set())
            for value in values:
                mine.add(value)
                if isinstance(value, date) and date.min < value < date.max:
                    mine.update((value - timedelta(days=1), value + timedelta(days=1)))
            numbers = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]
            if numbers:
                mine.update((min(numbers) - 1, max(numbers) + 1))

    for node in everything(rule.condition):
        match node:
            case Compare() | Differs():
                for side, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(other, Literal) and other.value is not None:
                        add(side, (other.value,))
            case IsIn():
                add(node.operand, node.values)
            case _:
                pass
    return found


def random_learner(
    random: Random,
    year: str,
    *,
    most: int = 4,
    odd: bool = True,
    hints: Hints | None = None,
    fields: frozenset[str] | None = None,
) -> dict[str, Any]:
    """One learner with every field, or those of `fields`, quickly: for files of hundreds of them.

    With the hints of a rule most of its fields have a value that the rule speaks of. A row has much
    in common with the one before it.
    """
    hinted = {name: tuple(values) for name, values in (hints or {}).items()}

    def choose(entity: str, field: Field) -> Any:
        spoken = hinted.get(f"{entity}.{field.name}")
        if spoken and random.random() < 0.8:
            return random.choice(spoken)
        return random.choice(pool(field, odd=odd))

    def row(entity: Entity, before: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for field in entity.fields:
            if fields is None or f"{entity.name}.{field.name}" in fields:
                again = before and random.random() < 0.5
                made[field.name] = before[field.name] if again else choose(entity.name, field)
        for child in schema(year).children(entity.name):
            if not _wanted(year, child, fields):
                continue
            if child.name in before and random.random() < 0.5:
                made[child.name] = before[child.name]
                continue
            rows: list[dict[str, Any]] = []
            for _ in range(random.randint(0, min(most, child.max_occurs or most))):
                rows.append(row(child, rows[-1] if rows else {}))
            if rows:
                made[child.name] = rows
        return made

    return row(schema(year).entities["Learner"], {})


@st.composite
def record(
    draw: st.DrawFn, year: str, entity: Entity, *, most: int, fields: frozenset[str] | None
) -> dict[str, Any]:
    """One row of an entity with the rows below it; only of `fields` ("Entity.Field") if given."""
    row: dict[str, Any] = {
        f.name: draw(st.sampled_from(pool(f)))
        for f in entity.fields
        if fields is None or f"{entity.name}.{f.name}" in fields
    }
    for child in schema(year).children(entity.name):
        few = min(most, child.max_occurs or most)
        below = record(year, child, most=most, fields=fields)
        rows = draw(st.lists(below, max_size=few)) if _wanted(year, child, fields) else []
        if rows:
            row[child.name] = rows
    return row


@cache
def _wanted(year: str, entity: Entity, fields: frozenset[str] | None) -> bool:
    """Whether an entity or one below it has a field that is asked for."""
    if fields is None:
        return True
    return any(f.startswith(f"{entity.name}.") for f in fields) or any(
        _wanted(year, child, fields) for child in schema(year).children(entity.name)
    )


def learners(
    year: str, *, most: int = 3, size: int = 4, fields: frozenset[str] | None = None
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """The learners of a file, that shrink to the smallest that still fails."""
    one = record(year, schema(year).entities["Learner"], most=most, fields=fields)
    return st.lists(one, min_size=1, max_size=size)


_TABLE_POOLS: Mapping[str, tuple[Any, ...]] = {
    **{name: tuple(v.upper() for v in POOLS[name]) for name in ("LearnAimRef", "Postcode")},
    "StandardCode": POOLS["StdCode"],
    "ValidityCategory": ("ANY", "ADULT_SKILLS", "1619_EFA", "ADV_LEARN_LOAN"),
    "CategoryRef": (2, 4, 37, 38, 62),
    "BasicSkillsType": (1, 19, 43, 44, 36),
    "NotionalNVQLevelv2": ("E", "1", "2", "3", "X"),
    "NotionalEndLevel": ("3", "7"),
    "DeliveryUKPRN": (10000001, 10000002),
    "UKPRN": (10000001, 10000002),
    "FundingStreamPeriodCode": ("SB2022", "SB2023", "LEVY1799", "ALLB2627"),
    "ContractAllocationNumber": ("SBDA-1001", "X-Y", "C"),
    "DeliverableCode": ("01", "Z-1"),
    "ILRContractRefNumber": POOLS["ConRefNumber"],
    "EmpId": POOLS["EmpId"],
    "ULN": POOLS["ULN"],
}


def random_tables(
    random: Random, names: Iterable[str], *, most: int = 12, hints: Hints | None = None
) -> Tables:
    """Some reference tables with few rows."""
    frames: dict[str, pl.DataFrame] = {}
    for name in names:
        table = TABLES[name]
        height = random.randint(0, most)
        columns: dict[str, list[Any]] = {}
        for column in table.columns:
            values: tuple[Any, ...] = (
                _TABLE_POOLS.get(column.name)
                or {
                    ColumnType.DATE: DATES[:8],
                    ColumnType.BOOLEAN: (True, False),
                    ColumnType.INTEGER: (1, 2),
                    ColumnType.DECIMAL: (Decimal(1), Decimal("2.5")),
                    ColumnType.TEXT: ("A", "1"),
                }[column.type]
            )
            spoken = (hints or {}).get(f"{name}.{column.name}", ())
            values = (*values, *(value for value in spoken for _ in range(3)))
            options = values if column.name in table.key else (None, *values)
            columns[column.name] = random.choices(options, k=height)
        frame = pl.DataFrame(columns, schema={c.name: dtype(c) for c in table.columns})
        frames[name] = frame.sort(table.key, nulls_last=False, maintain_order=True)
    return Tables(frames, {})


def tables(names: Iterable[str]) -> st.SearchStrategy[Tables]:
    """As `random_tables`."""
    wanted = tuple(names)
    return st.randoms(use_true_random=False).map(lambda random: random_tables(random, wanted))


def run(year: str) -> st.SearchStrategy[Run]:
    """A run of the year, its header's values present or not."""
    return st.builds(
        Run,
        year=st.just(year),
        return_period=st.integers(1, 14),
        as_at=st.sampled_from(DATES[:6]),
        header=st.fixed_dictionaries(
            {
                "CollectionDetails.FilePreparationDate": st.sampled_from((None, *DATES[:6])),
                "LearningProvider.UKPRN": st.sampled_from((None, 10000001)),
                "Source.UKPRN": st.sampled_from((None, 10000001, 10000002)),
            }
        ),
    )
