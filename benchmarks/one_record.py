"""How long a save takes: all field checks and rules of one return on one stored record.

    python benchmarks/one_record.py [--learners 400] [--year 2627] [--rounds 2]

Processor time of one core; the rules are compiled before it is taken.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from openilr.demo import reference
from openilr.demo.provider import make
from openilr.demo.setting import USUAL_DAY
from openilr.ilr.calendar import open_return
from openilr.pipeline.one import assess
from openilr.record.messages import learners_as_written
from openilr.record.projection import from_ilr
from openilr.reference.supplied import Tables, tables_for


def demo_tables(year: str) -> Tables:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reference.json"
        reference.write_tables(path, year)
        return tables_for(None, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=400)
    parser.add_argument("--year", default="2627")
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    year, day = asked.year, USUAL_DAY[asked.year]
    learners = learners_as_written(make(asked.learners, year=year, faults=0.3).message)
    records = [from_ilr(one, year) for one in learners]
    of_return = [(year, open_return(year, day).number)]
    tables = demo_tables(year)

    def call(document: Any, with_earnings: bool) -> None:
        assess(
            document,
            returns=of_return,
            tables=tables,
            as_at=day,
            ukprn=reference.UKPRN,
            with_earnings=with_earnings,
        )

    for name, with_earnings in (("field checks and rules", False), ("with earnings", True)):
        for document in records[:20]:
            call(document, with_earnings)
        taken: list[float] = []
        for _ in range(asked.rounds):
            for document in records:
                before = time.process_time()
                call(document, with_earnings)
                taken.append((time.process_time() - before) * 1000)
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(
            f"{name}: median {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms, "
            f"most {max(taken):.1f} ms, {len(taken)} runs"
        )


if __name__ == "__main__":
    main()
