"""Whether two readings of a file are the same, in all that a message holds."""

import io
from dataclasses import dataclass

import polars as pl
from polars.testing import assert_frame_equal

from openilr.errors import EngineError
from openilr.ilr.message import Message
from openilr.ilr.xml import careful
from openilr.ilr.xml.read import concat, read
from openilr.ilr.xml.tokeniser import END_OF_LEARNER, LEARNER, SLACK, Rows, tokenise


def assert_same(one: Message, other: Message) -> None:
    assert one.year == other.year
    assert one.header == other.header
    assert list(one.frames) == list(other.frames)
    for name, frame in one.frames.items():
        assert_same_frame(frame, other.frames[name])
    assert_same_frame(in_order(one.raw), in_order(other.raw))
    assert_same_frame(in_order(one.structure), in_order(other.structure))


def assert_same_frame(one: pl.DataFrame, other: pl.DataFrame) -> None:
    # The assertion of Polars explains a difference, and is slow where there is none.
    if one.schema != other.schema or not one.equals(other):
        assert_frame_equal(one, other)
        raise AssertionError("the frames differ")


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(frame.columns) if frame.height > 1 else frame


def read_carefully(data: bytes) -> Message:
    return concat(list(careful.messages(io.BytesIO(data))))


def read_fast(data: bytes) -> Rows:
    """The tokeniser's own reading; it raises Unusual where it must."""
    begins = data.index(LEARNER)
    head = careful.head(data[:begins])
    end = data.rindex(END_OF_LEARNER) + len(END_OF_LEARNER)
    return tokenise(data + bytes(SLACK), begins, end, head.year)


@dataclass(frozen=True)
class Refusal:
    kind: str
    message: str
    rule: str | None


def outcome(reading, data: bytes) -> Message | Refusal:
    try:
        return reading(data)
    except EngineError as error:
        return Refusal(type(error).__name__, str(error), error.rule)


def assert_readers_agree(data: bytes) -> Message | Refusal:
    """Read by both ways; the outcome of both."""
    usual, slow = outcome(read, data), outcome(read_carefully, data)
    if isinstance(usual, Refusal) or isinstance(slow, Refusal):
        assert usual == slow
    else:
        assert_same(usual, slow)
    return slow
