"""How long the rules take: both readers, by stage, and the slowest rules.

    python -m benchmarks.rules [--learners 10000] [--year 2627] [--slowest 15] [--copies N]

Learners are those of `tests/data/build_case.py`, repeated, each with its own reference and ULN.
`--copies` runs each rule that often (under other literals would be fairer, so it is only a bound on
what a bigger set of rules costs); figures are in `benchmarks/README.md` with the machine.
"""

import argparse
import importlib.util
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from openilr.ilr.identifiers import invented_uln
from openilr.ilr.message import Message
from openilr.ilr.schema import Kind, schema
from openilr.language.batch import Plans, bind
from openilr.language.learners import message_of
from openilr.language.rule import ActiveRule
from openilr.language.run import Run
from openilr.language.single import Reader, reader
from openilr.reference.jsonfile import read_rows
from openilr.reference.supplied import Tables
from openilr.rules.registry import rules_of

ROOT = Path(__file__).parent.parent


def build_case() -> Any:
    path = ROOT / "tests" / "data" / "build_case.py"
    spec = importlib.util.spec_from_file_location("build_case", path)
    assert spec is not None  # noqa: S101 - for the type checker
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def typed(record: dict[str, Any], entity: str, year: str) -> dict[str, Any]:
    """A learner of a case with the values typed as the reader of files types them."""
    of_year = schema(year)
    made: dict[str, Any] = {}
    for field in of_year.entities[entity].fields:
        value = record.get(field.name)
        if value is None:
            continue
        match field.kind:
            case Kind.DATE:
                made[field.name] = date.fromisoformat(value)
            case Kind.INTEGER:
                made[field.name] = int(value)
            case Kind.TEXT:
                made[field.name] = str(value)
            case _:
                made[field.name] = value
    for child in of_year.children(entity):
        rows = record.get(child.name) or []
        rows = rows if isinstance(rows, list) else [rows]
        if rows:
            made[child.name] = [typed(row, child.name, year) for row in rows]
    return made


def base_learners(year: str) -> list[dict[str, Any]]:
    from decimal import Decimal

    cases = build_case()
    learners: list[dict[str, Any]] = []
    for make in cases.ALL_BASES[year].values():
        learner = typed(make(), "Learner", year)
        for aim in learner["LearningDelivery"]:
            for he in aim.get("LearningDeliveryHE", []):
                if "STULOAD" in he:
                    he["STULOAD"] = Decimal(he["STULOAD"])
        learners.append(learner)
    # Three in four learners of a provider that we build for are apprentices.
    apprentice = learners[0]
    return [*learners, *([apprentice] * (3 * len(learners) - 4))]


def big_message(year: str, number: int) -> Message:
    """A message of so many learners, made by repeating the tables of a few."""
    base = message_of(base_learners(year), year)
    size = base["Learner"].height
    copies = -(-number // size)
    heights = {
        key: base[entity].height
        for key, entity in (
            *(("learner", "Learner"), ("aim", "LearningDelivery")),
            *(("status", "LearnerEmploymentStatus"), ("he", "LearnerHE")),
        )
    }
    frames: dict[str, pl.DataFrame] = {}
    for name, frame in base.frames.items():
        keys = [k for k in heights if k in frame.columns]
        frames[name] = pl.concat(
            [
                frame.with_columns((pl.col(k) + n * heights[k]).cast(pl.UInt32) for k in keys)
                for n in range(copies)
            ]
        ).filter(pl.col("learner") < number)
    uln = [invented_uln(n % 90_000) for n in range(number)]
    frames["Learner"] = frames["Learner"].with_columns(
        pl.Series("LearnRefNumber", [f"L{n:07d}" for n in range(number)]),
        pl.Series("ULN", uln, dtype=pl.Int64),
    )
    return Message(year, base.header, {n: f.rechunk() for n, f in frames.items()})


def reference(year: str) -> Tables:
    frames = read_rows(build_case().REFERENCES[year], "the cases")
    return Tables(frames, {})


def median_ms(work: Callable[[], object], times: int = 5) -> float:
    """The processor time of a call, all threads together: others may use the machine meanwhile."""
    taken: list[float] = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken) * 1000


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=10_000)
    parser.add_argument("--year", default="2627")
    parser.add_argument("--slowest", type=int, default=10)
    options = parser.parse_args(arguments)
    year: str = options.year
    start = time.perf_counter()
    rules = rules_of(year)
    print(
        f"{len(rules)} rules imported and checked in {(time.perf_counter() - start) * 1e3:.0f} ms"
    )
    tables = reference(year)
    run = Run(year, 4, date(2026, 11, 23), {"LearningProvider.UKPRN": 10000001})
    message = big_message(year, options.learners)
    aims = message["LearningDelivery"].height
    print(
        f"{options.learners:,} learners, {aims:,} aims, Polars on {pl.thread_pool_size()} threads"
    )
    print(f"plan            {median_ms(lambda: Plans.of(rules)):8.1f} ms")
    print(f"bind            {median_ms(lambda: bind(rules, run, tables)):8.1f} ms")
    ready = bind(rules, run, tables)
    print(f"failing rows    {median_ms(lambda: ready.failures(message)):8.1f} ms")
    found = ready.findings(message)
    print(
        f"with findings   {median_ms(lambda: ready.findings(message)):8.1f} ms ({found.height:,})"
    )
    few = big_message(year, 1)
    print(f"one learner     {median_ms(lambda: ready.findings(few)):8.1f} ms in the same reader")
    print(f"compile Python  {median_ms(lambda: Reader(rules, year), 3):8.1f} ms")
    single(rules, year, run, tables)
    slowest(rules, run, tables, message, options.slowest)


def single(rules: tuple[ActiveRule, ...], year: str, run: Run, tables: Tables) -> None:
    """The time of one learner after the other in generated Python."""
    checker = reader(rules, year)
    learners = base_learners(year)
    for learner in learners:
        checker.check(learner, run, tables)
    taken: list[float] = []
    for _ in range(60):
        for learner in learners:
            start = time.process_time()
            checker.check(learner, run, tables)
            taken.append((time.process_time() - start) * 1000)
    taken.sort()
    p95 = taken[int(len(taken) * 0.95)]
    print(f"one learner     {statistics.median(taken):8.2f} ms in Python, p95 {p95:.2f} ms")


def slowest(
    rules: tuple[ActiveRule, ...], run: Run, tables: Tables, message: Message, number: int
) -> None:
    """The rules that take longest by themselves: shared work counts for each."""
    alone: list[tuple[float, str]] = []
    for active in rules if number else ():
        ready = bind([active], run, tables)
        alone.append((median_ms(lambda ready=ready: ready.failures(message), 3), active.name))
    for ms, name in sorted(alone, reverse=True)[:number]:
        print(f"  {ms:8.1f} ms  {name}")


if __name__ == "__main__":
    main()
