"""The benchmark: each piece of work beside a yardstick, interleaved in one run, median of the
repeats.

The budgets are ratios, so that they hold on any machine (design: budgets). The file is the invented
provider's.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import cache_from_source
from pathlib import Path
from xml.parsers import expat

import click

import openilr
from openilr import __version__


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the benchmark.

    Attributes:
        seconds: median of the repeats.
        yardstick, ratio: what it was measured against and seconds / the yardstick's seconds.
        budget: the most (or, for "at least", the least) the ratio or the seconds may be.
    """

    work: str
    seconds: float
    yardstick: str = ""
    ratio: float | None = None
    budget: str = ""
    met: bool | None = None


def interleaved(works: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Median seconds of each work, taken in turn so that a slow minute of the machine hits all
    alike.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in seconds.items()}


def expat_alone(path: Path) -> None:
    """Parse the file with expat and no handlers: the least that any XML reader must do."""
    parser = expat.ParserCreate()
    with path.open("rb") as file:
        parser.ParseFile(file)


def schema_validation(path: Path, schema_path: Path) -> None:
    """Validate the file by an XSD with lxml, streaming: what a check by the schema alone costs."""
    from lxml import etree

    schema = etree.XMLSchema(file=str(schema_path))
    with suppress(etree.XMLSyntaxError):  # said at the end of a file that is not valid
        for _, learner in etree.iterparse(str(path), tag="{*}Learner", schema=schema):
            learner.clear()
            while learner.getprevious() is not None:
                del learner.getparent()[0]


def program(*arguments: str) -> None:
    """Run `openilr` as a person would, in a process of its own."""
    done = subprocess.run(  # noqa: S603 - our own program, with arguments from here
        [sys.executable, "-m", "openilr", *arguments], capture_output=True, check=False
    )
    if done.returncode == 2:
        raise RuntimeError(done.stderr.decode())


def run(*, learners: int, repeats: int, schema: Path | None, out: Path | None) -> None:
    """Measure, print the table, and write the figures as JSON where asked."""
    with tempfile.TemporaryDirectory(prefix="openilr-bench-") as folder:
        figures, size = measure(Path(folder), learners, repeats, schema)
    machine = {
        "cores": os.cpu_count(),
        "processor": platform.processor() or platform.machine(),
        "python": platform.python_version(),
        "bytecode": _has_bytecode(),
        "openilr": __version__,
        "learners": learners,
        "file_mb": round(size / 1e6, 1),
        "repeats": repeats,
    }
    print_table(figures, machine)
    if out is not None:
        out.write_text(
            json.dumps({"machine": machine, "figures": [asdict(f) for f in figures]}, indent=1)
            + "\n",
            encoding="utf-8",
        )


def _has_bytecode() -> bool:
    """Whether modules are loaded compiled: without it every start takes twice as long."""
    return all(Path(cache_from_source(str(m.__file__))).is_file() for m in (openilr, click))


def measure(
    folder: Path, learners: int, repeats: int, schema: Path | None
) -> tuple[list[Figure], int]:
    """The figures of one run and the size of its file in bytes."""
    from openilr.cli.options import today_in_london
    from openilr.demo.provider import write_demo
    from openilr.demo.reference import tables as demo_tables
    from openilr.ilr.xml.read import read
    from openilr.ilr.xml.source import sources
    from openilr.ilr.xml.write import write_message
    from openilr.outputs import write as write_reports
    from openilr.outputs.earnings import write as write_earnings
    from openilr.pipeline.check import CheckOptions, check_source
    from openilr.pipeline.earnings import EarningsOptions, earnings_source
    from openilr.reference.overrides import overrides_of
    from openilr.reference.supplied import tables_for

    big, small, one = (folder / f"ILR-90000117-2627-20261120-17120{n}-01.xml" for n in range(3))
    write_demo(big, learners=learners, year="2627", seed=0, faults=0.02)
    write_demo(small, learners=max(1, learners // 10), year="2627", seed=0, faults=0.02)
    write_demo(one, learners=1, year="2627", seed=0, faults=0.0)
    tables = tables_for(None, overrides_of(demo_tables("2627")))
    options = CheckOptions(as_at=today_in_london(), tables=tables)

    def check(path: Path) -> None:
        (source,) = sources([path])
        write_reports([check_source(source, options)], "parquet", folder / "findings.parquet")

    def earn(path: Path) -> None:
        (source,) = sources([path])
        report = earnings_source(source, EarningsOptions(tables=tables))
        write_earnings([report], "parquet", folder / "earnings.parquet")

    small_message = read(small)
    reading = interleaved(
        {"expat": lambda: expat_alone(small), "read": lambda: read(small)}, repeats
    )
    checking = interleaved(
        {
            "expat": lambda: expat_alone(big),
            "check": lambda: check(big),
            "check small": lambda: check(small),
            "write": lambda: write_message(small_message, folder / "written.xml"),
            "help": lambda: program("--help"),
            "check one": lambda: program(
                *("check", str(one), "--format", "jsonl", "--out", str(folder / "one.jsonl"))
            ),
        },
        repeats,
    )
    earning = interleaved({"earnings": lambda: earn(big)}, 1)["earnings"]
    validating = (
        interleaved({"xsd": lambda: schema_validation(big, schema)}, 1)["xsd"] if schema else None
    )
    worker_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    def against(work: str, seconds: float, yard: str, yard_seconds: float, most: float) -> Figure:
        ratio = seconds / yard_seconds
        return Figure(work, seconds, yard, ratio, f"at most {most}x", ratio <= most)

    few = max(1, learners // 10)
    return [
        against(
            f"XML to tables, 1 core, {few:,} learners",
            reading["read"],
            "expat without handlers",
            reading["expat"],
            1.2,
        ),
        against(
            f"XML to findings in Parquet, 2 cores, {learners:,} learners",
            checking["check"],
            "expat without handlers",
            checking["expat"],
            1.5,
        ),
        *_against_schema(checking["check"], validating),
        Figure(
            f"XML to findings in Parquet, {few:,} learners",
            checking["check small"],
            budget="at most 2 s at 10,000 learners",
            met=checking["check small"] <= 2 if few == 10_000 else None,
        ),
        Figure(f"writing XML, {few:,} learners", checking["write"]),
        Figure(
            f"XML to earnings in Parquet, all models, 2 cores, {learners:,} learners",
            earning,
            budget="at most 60 s at 100,000 learners",
            met=earning <= 60 if learners == 100_000 else None,
        ),
        Figure(
            "openilr --help", checking["help"], budget="at most 0.3 s", met=checking["help"] <= 0.3
        ),
        Figure(
            "openilr check, one learner",
            checking["check one"],
            budget="at most 1.0 s",
            met=checking["check one"] <= 1.0,
        ),
        Figure(
            f"memory of the largest process, {worker_mb:,.0f} MB", 0.0, budget="at most 1,000 MB"
        ),
    ], big.stat().st_size


def _against_schema(check: float, validating: float | None) -> list[Figure]:
    """The check beside lxml's validation by the XSD alone, where an XSD was given."""
    if validating is None:
        return []
    ratio = validating / check
    yardstick = "lxml XSD validation alone"
    return [Figure("the same", check, yardstick, ratio, "at least 3x faster", ratio >= 3)]


def print_table(figures: list[Figure], machine: Mapping[str, object]) -> None:
    """Show the figures on the terminal."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Work", "Seconds", "Yardstick", "Ratio", "Budget", "Met")
    for f in figures:
        table.add_row(
            f.work,
            f"{f.seconds:.2f}",
            f.yardstick,
            "" if f.ratio is None else f"{f.ratio:.2f}x",
            f.budget,
            {True: "yes", False: "NO", None: ""}[f.met],
        )
    console = Console()
    console.print(", ".join(f"{name} {value}" for name, value in machine.items()))
    console.print(table)
