"""How fast ILR files are read, against expat without handlers over the same bytes.

    python benchmarks/read_xml.py [--megabytes 60] [--rounds 5] [--profile]

The files repeat the base learners of tests/data/build_case.py with new reference numbers, on one
line, and with tabs as most systems write them. Both are measured in turn, round by round, on one
core; the median is given. Budget: reading takes at most 1.2 times as long as expat.
"""

import argparse
import cProfile
import os
import platform
import pstats
import re
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from xml.parsers import expat

os.environ.setdefault("POLARS_MAX_THREADS", "1")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "data")]

import build_case  # noqa: E402 - from the folder above

from openilr.ilr.xml.read import read, read_parts  # noqa: E402

BUDGET = 1.2


def indented(xml: str) -> str:
    """The XML with one element a line and tabs."""
    from lxml import etree

    root = etree.fromstring(xml.encode())
    etree.indent(root, "\t")
    return etree.tostring(root, encoding="unicode")


def write_file(path: Path, year: str, megabytes: int, *, tabs: bool) -> None:
    """A file of about so many megabytes."""
    head, tail, learners = "", "", []
    for base in build_case.ALL_BASES[year]:
        message = build_case.build_message({"year": year, "base": base})
        xml = build_case.to_xml(message).decode()
        xml = indented(xml) if tabs else xml
        begins, ends = xml.index("<Learner>"), xml.rindex("</Learner>") + len("</Learner>")
        head, tail = xml[:begins], xml[ends:]
        learners.append(xml[begins:ends] + ("\n\t" if tabs else ""))
    written, number = 0, 0
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(head)
        while written < megabytes * 1_000_000:
            learner = learners[number % len(learners)]
            learner = re.sub(
                "<LearnRefNumber>[^<]*", f"<LearnRefNumber>{number:08d}", learner, count=1
            )
            written += out.write(learner)
            number += 1
        out.write(tail)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def by_expat(path: Path) -> None:
    parser = expat.ParserCreate()
    with path.open("rb") as stream:
        parser.ParseFile(stream)


def in_parts(path: Path) -> None:
    for _ in read_parts(path):
        pass


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--megabytes", type=int, default=60)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, {expat.EXPAT_VERSION}")
    with tempfile.TemporaryDirectory() as folder:
        for year in ("2526", "2627"):
            for tabs in (False, True):
                path = Path(folder) / "file.xml"
                write_file(path, year, chosen.megabytes, tabs=tabs)
                megabytes = path.stat().st_size / 1e6
                read(path)
                rounds = [
                    (seconds(lambda: in_parts(path)), seconds(lambda: by_expat(path)))  # noqa: B023
                    for _ in range(chosen.rounds)
                ]
                ours, theirs = (statistics.median(t) for t in zip(*rounds, strict=True))
                print(
                    f"{year} {'tabs' if tabs else 'flat'} {megabytes:6.1f} MB:"
                    f" read {megabytes / ours:6.1f} MB/s, expat {megabytes / theirs:6.1f} MB/s,"
                    f" ratio {ours / theirs:.2f} (budget {BUDGET})"
                )
                if chosen.profile:
                    with cProfile.Profile() as profile:
                        in_parts(path)
                    pstats.Stats(profile).sort_stats("tottime").print_stats(12)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process {peak:.0f} MB")


if __name__ == "__main__":
    main()
