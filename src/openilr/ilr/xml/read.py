"""Reading an ILR file: fast where its shape is canonical, else carefully, whole or in parts.

    message = read("ILR-10000001-2627-20261120-090000-01.xml")
    for message in read_parts(source, processes=2): ...     # each a run of learners, in order

Other processes may do the reading themselves: `plan` cuts a file at the beginnings of learners,
`read_part` reads one part with keys and lines of its own, and `rebase` shifts these by the `Counts`
of the parts before.
"""

import io
import os
import re
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO

import polars as pl

from openilr.errors import FileUnreadable
from openilr.ilr.message import Message
from openilr.ilr.xml import careful, worker
from openilr.ilr.xml.careful import Head
from openilr.ilr.xml.source import Source, source
from openilr.ilr.xml.tokeniser import END_OF_LEARNER, LEARNER, SLACK, Unusual, tokenise

TARGET_BYTES = 48 << 20
"""The size of a part: large enough that tables are worth their fixed cost, small enough for memory.
"""

_HEAD_BYTES = 1 << 20  # the first learner begins within these, or the file is read carefully
_TAIL = re.compile(rb"[ \t\r\n]*</Message>[ \t\r\n]*")
_MAX_TAIL = 1 << 16

Opener = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(frozen=True, slots=True)
class Counts:
    """How far keys and lines have come: what to add to those of the next part."""

    learners: int = 0
    aims: int = 0
    statuses: int = 0
    hes: int = 0
    lines: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.learners + other.learners,
            self.aims + other.aims,
            self.statuses + other.statuses,
            self.hes + other.hes,
            self.lines + other.lines,
        )


@dataclass(frozen=True, slots=True)
class Portion:
    """A run of learners with keys from 0 and lines from its beginning, and how far these go.

    The first of a file begins with what stands before the learners.
    """

    message: Message
    counts: Counts


@dataclass(frozen=True, slots=True)
class Part:
    """A run of bytes of a file, from one learner's beginning to another's. It can be pickled.

    Attributes:
        start, end: in the file; `end` None for the whole of a file that has one part.
        head: None for the whole of a file that has one part.
        stamp: size and time of change of the file when it was planned.
    """

    source: Source
    start: int = 0
    end: int | None = None
    head: Head | None = None
    first: bool = True
    last: bool = True
    stamp: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """A file cut into parts; `before` is where the keys and lines of the first of them begin."""

    source: Source
    parts: tuple[Part, ...]
    before: Counts = Counts()


class NeedsWholeFile(Exception):  # noqa: N818 - no error: another way of reading
    """The part can only be understood with the rest of the file: use `read_parts`."""


def read(given: Source | Path | str | bytes) -> Message:
    """The message of a file, or of a file's bytes.

    Errors: FileUnreadable, WrongCollectionYear; the message says what is wrong, where, and what to
             do.
    """
    return concat(list(read_parts(given, processes=1)))


def read_parts(
    given: Source | Path | str | bytes,
    *,
    processes: int = 1,
    target_bytes: int = TARGET_BYTES,
) -> Iterator[Message]:
    """The message of a file as runs of learners, in order, keyed as in the whole file.

    Problems of the header and of what stands around the learners are in the first and the last run.
    Memory is bounded by `target_bytes` a process, not by the file. A zip is unpacked and read in
    this process.

    Errors:  as `read`, at the run that cannot be read: messages may have been given before.
    """
    if isinstance(given, bytes):
        name, opener, size = "", _bytes_opener(given), len(given)
    else:
        where = given if isinstance(given, Source) else source(given)
        if processes > 1 and where.member is None and not where.refusal:
            yield from _by_processes(where, processes, target_bytes)
            return
        name, opener, size = where.name, where.open, where.size
    # A small file wants a small buffer: clearing 48 MB takes longer than reading one learner.
    yield from _in_this_process(opener, name, min(target_bytes, size or target_bytes))


def plan(given: Source | Path | str, *, target_bytes: int = TARGET_BYTES) -> Plan:
    """How to read a file in parts of about `target_bytes`.

    Only its head and a few bytes near each cut are read for it.
    A small file, a zip and a file whose head is unusual have one part, the whole.
    Errors: FileUnreadable, WrongCollectionYear, as far as the head shows it.
    """
    where = given if isinstance(given, Source) else source(given)
    whole = Plan(where, (Part(where),))
    if where.member is not None or where.size < 1.5 * target_bytes:
        return whole
    with where.open() as stream:
        status = os.fstat(stream.fileno())
        stamp = (status.st_size, status.st_mtime_ns)
        try:
            head, _, begins = _head(stream, bytearray(_HEAD_BYTES + SLACK))
        except Unusual:
            return whole
        cuts = [begins]
        while (wanted := cuts[-1] + target_bytes) + target_bytes // 2 < stamp[0]:
            cut = _next_learner(stream, wanted)
            if cut is None:
                break
            cuts.append(cut)
    ends = [*cuts[1:], stamp[0]]
    parts = tuple(
        Part(
            where,
            start,
            end,
            head,
            first=start == cuts[0],
            last=end == stamp[0],
            stamp=stamp,
        )
        for start, end in zip(cuts, ends, strict=True)
    )
    return Plan(where, parts)


def read_part(part: Part) -> Portion:
    """One part of a file, by itself.

    Errors:  NeedsWholeFile if it can only be read with the rest; as `read` for a part that is the
             whole file.
    """
    if part.end is None or part.head is None:
        message = read(part.source)
        return Portion(message, _counts(message, 0))
    size = part.end - part.start
    buffer = bytearray(size + SLACK)
    with part.source.open() as stream:
        status = os.fstat(stream.fileno())
        if (status.st_size, status.st_mtime_ns) != part.stamp:
            raise FileUnreadable(
                "The file changed while it was read. Load it again when it is whole."
            )
        stream.seek(part.start)
        _fill(stream, memoryview(buffer)[:size])
    end = size
    try:
        if part.last:
            end = _end_of_learners(buffer, size)
        return _portion(buffer, 0, end, part.head, part.source.name, first=part.first)
    except Unusual as reason:
        raise NeedsWholeFile(str(reason)) from reason


def rebase(
    message: Message,
    *,
    learners: int = 0,
    aims: int = 0,
    statuses: int = 0,
    hes: int = 0,
    lines: int = 0,
) -> Message:
    """The message with its keys and lines moved on by what stands before it in the file."""
    steps = {"learner": learners, "aim": aims, "status": statuses, "he": hes, "line": lines}
    steps = {name: step for name, step in steps.items() if step}
    if not steps:
        return message

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.with_columns(
            pl.col(name) + pl.lit(step, pl.UInt32)
            for name, step in steps.items()
            if name in frame.columns
        )

    return replace(
        message,
        frames={name: moved(frame) for name, frame in message.frames.items()},
        structure=moved(message.structure),
    )


def concat(messages: list[Message]) -> Message:
    """One message of runs of one file, in order."""
    if len(messages) == 1:
        return messages[0]
    raws: list[pl.DataFrame] = []
    heights = dict.fromkeys(messages[0].frames, 0)
    for message in messages:
        if message.raw.height:
            step = pl.col("entity").replace_strict(heights, return_dtype=pl.UInt32)
            raws.append(message.raw.with_columns(pl.col("row") + step))
        for name, frame in message.frames.items():
            heights[name] += frame.height
    return replace(
        messages[-1],
        frames={
            name: pl.concat([m.frames[name] for m in messages], rechunk=True)
            for name in messages[0].frames
        },
        raw=pl.concat(raws) if raws else messages[0].raw,
        structure=pl.concat([m.structure for m in messages]),
    )


# -- in this process
# ---------------------------------------------------------------------------------


def _in_this_process(opener: Opener, name: str, target: int) -> Iterator[Message]:
    done = Counts()
    try:
        with opener() as stream:
            for portion in _portions(stream, name, target):
                yield _placed(portion, done)
                done += portion.counts
        return
    except Unusual:
        pass
    yield from _carefully(opener, name, done)


def _carefully(opener: Opener, name: str, done: Counts) -> Iterator[Message]:
    """The rest of a file after the learners `done`, which were canonical."""
    with opener() as stream:
        yield from careful.messages(stream, name=name, skip_learners=done.learners)


def _portions(stream: BinaryIO, name: str, target: int) -> Iterator[Portion]:
    """The parts of a stream one after another.

    Errors: Unusual where the careful reader must take over.
    """
    buffer = bytearray(target + _HEAD_BYTES + SLACK)
    head, filled, at = _head(stream, buffer)
    first = True
    while True:
        room = memoryview(buffer)[filled : len(buffer) - SLACK]
        read_now = _fill(stream, room)
        ended = read_now < len(room)
        filled += read_now
        room.release()
        cut = _end_of_learners(buffer, filled) if ended else buffer.rfind(LEARNER, at + 1, filled)
        if cut <= at:
            raise Unusual("a learner as large as a part")
        yield _portion(buffer, at, cut, head, name, first=first)
        if ended:
            return
        first = False
        rest = bytes(memoryview(buffer)[cut:filled])
        buffer[: len(rest)] = rest
        at, filled = 0, len(rest)


def _head(stream: BinaryIO, buffer: bytearray) -> tuple[Head, int, int]:
    """The head of a stream, how many bytes of it are in the buffer, and where the learners begin.

    Errors: Unusual; FileUnreadable and WrongCollectionYear as far as the head shows it.
    """
    filled = _fill(stream, memoryview(buffer)[:_HEAD_BYTES])
    begins = buffer.find(LEARNER, 0, filled)
    if begins < 0:
        raise Unusual("no learner near the beginning")
    return careful.head(bytes(buffer[:begins])), filled, begins


def _fill(stream: BinaryIO, room: memoryview) -> int:
    """Read until the room is full or the stream ends; how many bytes came."""
    filled = 0
    readinto = getattr(stream, "readinto", None)
    while filled < len(room):
        if readinto is not None:
            came = readinto(room[filled:])
        else:
            data = stream.read(len(room) - filled)
            came = len(data)
            room[filled : filled + came] = data
        if not came:
            break
        filled += came
    return filled


def _end_of_learners(buffer: bytearray, filled: int) -> int:
    """Where the last learner ends, if nothing but the end of the message follows."""
    last = buffer.rfind(END_OF_LEARNER, max(0, filled - _MAX_TAIL), filled)
    end = last + len(END_OF_LEARNER)
    if last < 0 or not _TAIL.fullmatch(buffer, end, filled):
        raise Unusual("the end of the message")
    return end


def _portion(
    buffer: bytearray, start: int, end: int, head: Head, name: str, *, first: bool
) -> Portion:
    """A run of learners: fast if it is canonical, else carefully if it stands by itself."""
    try:
        rows = tokenise(buffer, start, end, head.year)
        message = Message(head.year, head.header, rows.frames, rows.raw, name=name)
        lines = rows.line_breaks
    except Unusual:
        message, lines = careful.learners(memoryview(buffer)[start:end], head.year, name=name)
        message = replace(message, header=head.header)
    if first:
        message = rebase(message, lines=head.line_breaks)
        message = replace(message, structure=pl.concat([head.structure, message.structure]))
        lines += head.line_breaks
    return Portion(message, _counts(message, lines))


def _counts(message: Message, lines: int) -> Counts:
    heights = {e.key: message[e.name].height for e in message.schema.learner_entities() if e.key}
    return Counts(heights["learner"], heights["aim"], heights["status"], heights["he"], lines)


def _placed(portion: Portion, before: Counts) -> Message:
    return rebase(
        portion.message,
        learners=before.learners,
        aims=before.aims,
        statuses=before.statuses,
        hes=before.hes,
        lines=before.lines,
    )


def _bytes_opener(data: bytes) -> Opener:
    @contextmanager
    def opened() -> Generator[BinaryIO]:
        yield io.BytesIO(data)

    return opened


# -- by processes
# ------------------------------------------------------------------------------------


def _by_processes(where: Source, processes: int, target: int) -> Iterator[Message]:
    planned = plan(where, target_bytes=target)
    if len(planned.parts) == 1:
        yield from _in_this_process(where.open, where.name, target)
        return
    done = planned.before
    waiting: deque[Future[Portion]] = deque()
    pool = ProcessPoolExecutor(
        max_workers=min(processes, len(planned.parts)),
        mp_context=get_context("spawn"),
        initializer=worker.start,
    )
    try:
        for part in planned.parts[: processes + 1]:
            waiting.append(pool.submit(read_part, part))
        following = processes + 1
        while waiting:
            portion = waiting.popleft().result()
            if following < len(planned.parts):
                waiting.append(pool.submit(read_part, planned.parts[following]))
                following += 1
            yield _placed(portion, done)
            done += portion.counts
        return
    except NeedsWholeFile:
        pass
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    yield from _carefully(where.open, where.name, done)


def _next_learner(stream: BinaryIO, wanted: int) -> int | None:
    """Where the first learner from a place in the file on begins, within some megabytes."""
    window = 1 << 18
    for step in range(64):
        at = wanted + step * window
        stream.seek(at)
        data = stream.read(window + len(LEARNER))
        found = data.find(LEARNER)
        if found >= 0:
            return at + found
        if len(data) < window:
            return None
    return None
