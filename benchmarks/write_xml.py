"""Writing XML: openilr.ilr.xml.write against Python f-strings, interleaved, median of 5.

    python benchmarks/write_xml.py [LEARNERS]

Both write the same bytes of the same invented message to memory.
"""

import io
import statistics
import sys
import time
from datetime import date, timedelta

import numpy as np
import polars as pl

from openilr.ilr.message import Header, Message, frame_schema
from openilr.ilr.schema import Entity, Field, Kind, schema
from openilr.ilr.xml.write import write_message, xml_parts

YEAR = "2627"
ROUNDS = 5
CHILDREN = {  # rows a parent, as an ordinary provider's file has them
    "PriorAttain": 1,
    "LearnerFAM": 2,
    "ProviderSpecLearnerMonitoring": 2,
    "LearnerEmploymentStatus": 2,
    "EmploymentStatusMonitoring": 3,
    "LearningDelivery": 3,
    "LearningDeliveryFAM": 4,
    "AppFinRecord": 1,
    "HRSRecord": 1,
    "ProviderSpecDeliveryMonitoring": 2,
}


def message(learners: int) -> Message:
    rng = np.random.default_rng(1)
    of_year = schema(YEAR)
    frames: dict[str, pl.DataFrame] = {}
    for entity in of_year.learner_entities():
        if entity.parent == "Message":
            keys = pl.DataFrame({"learner": np.arange(learners, dtype=np.uint32)})
        else:
            parent = frames[entity.parent]
            times = CHILDREN.get(entity.name, 0)
            own = of_year.keys(entity.parent)
            keys = parent.select(pl.col(own).repeat_by(times).explode()) if times else None
            keys = parent.select(own).clear() if keys is None else keys
            if entity.key:
                number = pl.int_range(pl.len(), dtype=pl.UInt32).alias(entity.key)
                keys = keys.with_columns(number)
        columns = {f.name: values(f, keys.height, rng) for f in entity.fields}
        frame = keys.with_columns(pl.lit(0, pl.UInt32).alias("line")).with_columns(**columns)
        frames[entity.name] = frame.cast(dict(frame_schema(of_year, entity)))
    header = Header("ILR", YEAR, date(2026, 11, 23), "OFFICIAL-SENSITIVE-Personal", 10000001)
    return Message(YEAR, header, frames)


def values(field: Field, rows: int, rng: np.random.Generator) -> pl.Series:
    match field.kind:
        case Kind.INTEGER:
            high = field.maximum or 10 ** (field.total_digits or 1) - 1
            column = pl.Series(rng.integers(int(field.minimum or 0), int(high), rows))
        case Kind.DECIMAL:
            column = pl.Series(rng.integers(1, 1000, rows) / 10)
        case Kind.DATE:
            first = date(2023, 8, 1)
            column = pl.Series(rng.integers(0, 1200, rows)).map_elements(
                lambda n: first + timedelta(days=n), pl.Date
            )
        case _:
            some = [f"{field.name[: (field.max_length or 12) - 2]}{n:02d}" for n in range(100)]
            column = pl.Series(some, dtype=pl.String).gather(rng.integers(0, 100, rows))
    if not field.mandatory:
        column = pl.select(
            pl.when(pl.lit(pl.Series(rng.random(rows) < 0.6))).then(pl.lit(column))
        ).to_series()
    return column


def by_f_strings(message: Message, out: io.BytesIO) -> None:
    """What one would write first: a loop over rows with an f-string a field."""
    of_year = message.schema
    children: dict[str, dict[int, list[dict[str, object]]]] = {}
    for entity in of_year.learner_entities():
        rows: dict[int, list[dict[str, object]]] = {}
        own = (*of_year.keys(entity.parent or ""), "line")[-2 if entity.parent != "Message" else -1]
        for row in message[entity.name].iter_rows(named=True):
            rows.setdefault(row[own] if own != "line" else 0, []).append(row)
        children[entity.name] = rows

    def element(entity: Entity, row: dict[str, object], level: int) -> str:
        pad, inner = "  " * level, "  " * (level + 1)
        text = f"{pad}<{entity.name}>\n"
        for name in (f.name for f in entity.fields):
            value = row[name]
            if value is not None:
                if isinstance(value, str):
                    value = (
                        value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                    ).replace("\r", "&#13;")
                text += f"{inner}<{name}>{value}</{name}>\n"
        if entity.key:
            for child in of_year.children(entity.name):
                for below in children[child.name].get(row[entity.key], ()):
                    text += element(child, below, level + 1)
        return text + f"{pad}</{entity.name}>\n"

    out.write(next(iter(xml_parts(message))))
    for row in children["Learner"][0]:
        out.write(element(of_year.entities["Learner"], row, 1).encode())
    out.write(b"</Message>\n")


def main() -> None:
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    made = message(learners)
    ways = {"openilr": write_message, "f-strings": by_f_strings}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    written: dict[str, bytes] = {}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            out = io.BytesIO()
            start = time.perf_counter()
            way(made, out)
            seconds[name].append(time.perf_counter() - start)
            written[name] = out.getvalue()
    if written["openilr"] != written["f-strings"]:
        raise SystemExit("the two writers differ")
    size = len(written["openilr"]) / 1e6
    print(f"{learners} learners, {size:.1f} MB, median of {ROUNDS}")
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for name, median in medians.items():
        print(f"{name:10} {median:7.3f} s {size / median:7.1f} MB/s")
    print(f"ratio      {medians['f-strings'] / medians['openilr']:7.1f} x")


if __name__ == "__main__":
    main()
