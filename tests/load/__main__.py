"""Many learners, a few people and a minute: `make load`, or `python -m tests.load`.

Fills the database of OPENILR_DATA if it is empty, serves it as `openilr serve` does, lets locust's
people work, and prints what each page cost beside its budget.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

PAGE_MS, DASHBOARD_MS, SAVE_MS = 200, 500, 150
QUERIES, QUERIES_OF_A_SAVE = 12, 32
DASHBOARDS = ("today", "returns")
STARTS_WITHIN = 60
"""Seconds."""

Figures = Mapping[str, Sequence[tuple[float, float, int]]]


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--learners", type=int, default=20_000)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--port", type=int, default=8899)
    wanted = parser.parse_args()
    os.environ.setdefault("OPENILR_DATA", str(Path(".openilr/load").absolute()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.load.settings"
    python = sys.executable
    subprocess.run(
        [python, "-m", "tests.load.fill", "--learners", str(wanted.learners)], check=True
    )
    address = f"http://127.0.0.1:{wanted.port}"
    server = subprocess.Popen(
        [python, "-m", "gunicorn", "-c", "python:openilr.web.gunicorn_config", "-b", address[7:]]
    )
    try:
        _wait_for(address, server)
        with TemporaryDirectory(prefix="openilr-load-") as folder:
            kept = Path(folder) / "figures.json"
            subprocess.run(
                [
                    *(python, "-m", "locust", "-f", "tests/load/locustfile.py", "--headless"),
                    *("--host", address, "--only-summary", "--loglevel", "WARNING"),
                    *("--users", str(wanted.people), "--spawn-rate", "2"),
                    *("--run-time", f"{wanted.seconds}s"),
                ],
                env={**os.environ, "OPENILR_LOAD_FIGURES": str(kept)},
                stdout=subprocess.DEVNULL,
                check=True,
            )
            figures = json.loads(kept.read_text())
    finally:
        server.terminate()
        server.wait()
    sys.exit(0 if report(figures) else 1)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    last = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < last:
        try:
            with urllib.request.urlopen(f"{address}/healthz"):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("The server did not start; its words are above.")


def budget(page: str) -> tuple[int, int]:
    """The milliseconds and the queries that a page may take."""
    if page == "save":
        return SAVE_MS, QUERIES_OF_A_SAVE
    return DASHBOARD_MS if page in DASHBOARDS else PAGE_MS, QUERIES


def part(values: Sequence[float], share: float) -> float:
    """The value below which a share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(figures: Figures) -> bool:
    """Print the figures of each page; whether all budgets are met."""
    print(f"{'page':24}{'times':>6}{'clock p50':>11}{'p95':>7}{'cpu p50':>9}{'p95':>7}", end="")
    print(f"{'queries':>9}  budget")
    met = True
    for page, answers in sorted(figures.items()):
        clock, processor, queries = zip(*answers, strict=True)
        milliseconds, most = budget(page)
        late = part(clock, 0.95) > milliseconds
        # On a machine that others use too, the clock counts their work and the processor does not.
        busy = late and part(processor, 0.95) <= milliseconds
        often = max(queries) > most
        word = (" LATE, by the clock alone" if busy else " LATE") if late else ""
        met = met and not (late or often)
        print(
            f"{page:24}{len(answers):6}{part(clock, 0.5):11.0f}{part(clock, 0.95):7.0f}"
            f"{part(processor, 0.5):9.0f}{part(processor, 0.95):7.0f}{max(queries):9}"
            f"  {milliseconds} ms, {most}{word}{' OFTEN' if often else ''}"
        )
    return met


if __name__ == "__main__":
    main()
