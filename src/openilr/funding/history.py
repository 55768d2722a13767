"""Earlier earnings that a user enters: what an apprenticeship earned before the file begins.

DfE knows what other providers earned; a system that holds its own learners only must be told.
"""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from openilr.errors import EngineError
from openilr.funding.records import History

COLUMNS = (
    "LearnRefNumber",
    "identity",
    "start",
    "earned_here",
    "earned_elsewhere",
    "days",
)
"""Columns of the CSV file; `identity` is as `25-123`, all after it may be left out."""


def read_history(path: Path) -> dict[str, list[History]]:
    """The earlier earnings in a CSV file, by LearnRefNumber.

    Errors: EngineError, naming the line, if the file cannot be read or a value is not of its kind.
    """
    found: dict[str, list[History]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            missing = {"LearnRefNumber", "identity"} - set(rows.fieldnames or ())
            if missing:
                raise EngineError(f"{path.name} has no column {', '.join(sorted(missing))}.")
            for row in rows:
                entry = _entry(row, f"{path.name}, line {rows.line_num}")
                found.setdefault(row["LearnRefNumber"], []).append(entry)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise EngineError(f"{path} cannot be read: {error}. Save it as CSV in UTF-8.") from error
    return found


def _entry(row: Mapping[str, str | None], where: str) -> History:
    try:
        start = row.get("start")
        history = History(
            identity=(row.get("identity") or "").strip(),
            start=date.fromisoformat(start) if start else None,
            earned_here=Decimal(row.get("earned_here") or "0"),
            earned_elsewhere=Decimal(row.get("earned_elsewhere") or "0"),
            days=int(row.get("days") or "0"),
        )
    except (ValueError, InvalidOperation) as error:
        raise EngineError(
            f"{where}: dates are written 2025-09-01, amounts 1234.50, days 120."
        ) from error
    amounts = (history.earned_here, history.earned_elsewhere)
    right = all(a.is_finite() and a >= 0 for a in amounts) and history.days >= 0
    if not history.identity or not right:
        raise EngineError(f"{where}: the apprenticeship, an amount or the days are not right.")
    return history
