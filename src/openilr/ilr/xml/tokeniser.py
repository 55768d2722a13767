"""The fast reader: whole learners in the canonical shape, taken apart by NumPy into tables.

The canonical shape is what nearly every system writes: the year's tags without prefix, attribute,
comment or CDATA, in the schema's order, with nothing but white space between them. The tokeniser
proves that shape for every byte it reads and raises `Unusual` at anything else; it never guesses.
`careful` then reads the same bytes.

How: `<` and `>` must alternate. Each tag is one gather of 32 bytes, masked to its length, hashed to
a code and compared with that code's whole name. An entity stands in one place of the tree only, so
a tag tells where the reader is, and one table of which tag may follow which proves nesting, pairing
and order at once. Text is taken by gathers too: integers and dates are worked out eight digits at a
time, strings become Arrow string views. Values not in their plain form, and texts with character
references, are few and go one by one through `values.judge`.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import count, pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import polars as pl
import pyarrow

from openilr.ilr.message import RAW_SCHEMA, dtype
from openilr.ilr.schema import Entity, Field, Kind, schema
from openilr.ilr.xml.limits import MAX_RECORDS, MAX_TEXT, Unusual
from openilr.ilr.xml.values import DECIMAL_DIGITS, judge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Words = NDArray[np.uint64]
    Bools = NDArray[np.bool_]

pa: Any = pyarrow  # it ships no types

LEARNER = b"<Learner>"
END_OF_LEARNER = b"</Learner>"

SLACK = 128
"""Readable bytes that must follow the learners in the buffer: gathers read past a value's end."""

_BLOCK = (
    1 << 18
)  # bytes tokenised at once, so that the working arrays stay in the processor's cache
_LANE = 1 << 15  # values worked out at once, for the same reason
_WIDE = SLACK  # a string longer than this is copied by itself

_LOW = 0x7F7F7F7F7F7F7F7F
_HIGH = 0x8080808080808080


@dataclass(frozen=True, slots=True)
class Rows:
    """The tables of a run of learners: keys from 0, lines from the buffer's span as line 1."""

    frames: "Mapping[str, pl.DataFrame]"
    raw: pl.DataFrame
    line_breaks: int


@dataclass(frozen=True, slots=True)
class _Grammar:
    """One year's tags as numbers.

    A field has an id below `len(fields)`, an entity one below `len(entities)`. Codes of tags: 0
    none, then the opening tags of fields, their closing tags, the opening tags of entities, their
    closing tags.
    """

    entities: tuple[Entity, ...]
    fields: tuple[tuple[int, Field], ...]  # (entity id, field), grouped by kind
    parents: tuple[int, ...]  # entity id of each entity's parent; -1 for Learner
    kinds: "Mapping[Kind, range]"  # the field ids of each kind
    codes: "Ints"  # hash of a tag -> its code
    words: "Words"  # (code, 4): the tag after its `<`, up to and with `>`
    follows: "Bools"  # [code * number of codes + next code]
    multipliers: tuple[int, int, int]

    @property
    def first_entity(self) -> int:
        return 1 + 2 * len(self.fields)

    @property
    def size(self) -> int:
        return 1 + 2 * len(self.fields) + 2 * len(self.entities)


def tokenise(buffer: bytearray | bytes, start: int, end: int, year: str) -> Rows:
    """The tables of the learners in `buffer[start:end]`.

    Shape:   the span begins with `<Learner>` and ends after the last `</Learner>` or before a
             further `<Learner>`; at least SLACK bytes of the buffer follow it.
    Errors:  Unusual if anything in the span is not canonical.
    """
    if len(buffer) - end < SLACK:
        raise ValueError("the tokeniser needs readable bytes behind the learners")
    return _Run(buffer, _grammar(year)).read(start, end)


@cache
def _grammar(year: str) -> _Grammar:
    entities = schema(year).learner_entities()
    ids = {e.name: i for i, e in enumerate(entities)}
    fields: list[tuple[int, Field]] = []
    kinds: dict[Kind, range] = {}
    for kind in (Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.DECIMAL):
        first = len(fields)
        fields += [(ids[e.name], f) for e in entities for f in e.fields if f.kind is kind]
        kinds[kind] = range(first, len(fields))
    if len(fields) != sum(len(e.fields) for e in entities) or len(fields) > 255:
        raise ValueError("a kind of field, or a number of fields, that the tokeniser does not know")
    if any(fields[n][1].fraction_digits != 1 for n in kinds[Kind.DECIMAL]):
        raise ValueError("decimals of other than one digit after the point")

    tags = ["", *(f.name for _, f in fields), *("/" + f.name for _, f in fields)]
    tags += [*ids, *("/" + name for name in ids)]
    if len(set(tags)) != len(tags):
        raise ValueError(
            "two elements of one name: the tokeniser tells an element by its name alone"
        )
    words = np.zeros((len(tags), 32), np.uint8)
    for code, tag in enumerate(tags[1:], 1):
        name = np.frombuffer(f"{tag}>".encode("ascii"), np.uint8)
        words[code, : name.size] = name
    as_words = cast("Words", words.view("<u8"))
    multipliers, codes = _perfect_hash(as_words, np.array([len(t) + 1 for t in tags]))
    return _Grammar(
        entities=entities,
        fields=tuple(fields),
        parents=tuple(ids.get(e.parent or "", -1) for e in entities),
        kinds=kinds,
        codes=codes,
        words=as_words,
        follows=_follows(entities, fields),
        multipliers=multipliers,
    )


def _perfect_hash(words: "Words", lengths: "Ints") -> "tuple[tuple[int, int, int], Ints]":
    """Multipliers by which no two tags share a place in a table of 65,536, and that table."""
    # Multiples of the golden ratio do as well as random ones, and numpy.random is slow to load.
    for attempt in count(1):
        first, second, third = (
            (3 * attempt + n) * 0x9E3779B97F4A7C15 % (1 << 64) for n in range(3)
        )
        multipliers = (first | 1, second | 1, third | 1)
        places = _hash(words[1:], lengths[1:], multipliers)
        if np.unique(places).size == places.size:
            table = np.zeros(1 << 16, np.int64)
            table[places] = np.arange(1, len(words))
            return multipliers, table
    raise AssertionError("count does not end")


def _hash(words: "Words", lengths: "Ints", multipliers: tuple[int, int, int]) -> "Ints":
    first, second, third = (np.uint64(m) for m in multipliers)
    mixed = words[:, 0] * first
    mixed += words[:, 1] * second
    mixed += lengths.view(np.uint64) * third
    mixed >>= np.uint64(48)
    return mixed.view(np.int64)


def _follows(entities: "Sequence[Entity]", fields: "Sequence[tuple[int, Field]]") -> "Bools":
    """Which tag may come after which: the schema's order, any entity as often as it likes."""
    size = 1 + 2 * len(fields) + 2 * len(entities)
    follows = np.zeros((size, size), np.bool_)
    open_field = {(e, f.name): 1 + i for i, (e, f) in enumerate(fields)}
    close_field = {key: code + len(fields) for key, code in open_field.items()}
    open_entity = [1 + 2 * len(fields) + i for i in range(len(entities))]
    close_entity = [code + len(entities) for code in open_entity]

    for key, code in open_field.items():
        follows[code, close_field[key]] = True
    for i, entity in enumerate(entities):
        own = [(open_field[i, f.name], close_field[i, f.name]) for f in entity.fields]
        children = [j for j, child in enumerate(entities) if child.parent == entity.name]
        opening = [code for code, _ in own]
        inside = [open_entity[j] for j in children]
        for place, code in enumerate([open_entity[i], *(code for _, code in own)]):
            follows[code, opening[place:]] = True
            follows[code, inside] = True
            follows[code, close_entity[i]] = True
        for place, j in enumerate(children):
            follows[close_entity[j], inside[place:]] = True
            follows[close_entity[j], close_entity[i]] = True
    follows[close_entity[0], open_entity[0]] = True  # one learner after another
    return follows.reshape(-1)


def _masks(width: int, longest: int) -> "Words":
    """For each length up to `longest`, the mask that keeps so many bytes of `width`."""
    keep = np.arange(width)[None, :] < np.arange(longest + 1)[:, None]
    return cast("Words", (keep * np.uint8(255)).astype(np.uint8).view("<u8"))


_MASK_TAG = _masks(32, 32)
_MASK_VIEW = _masks(16, 12)
_MASK_WORD = _masks(8, 8).reshape(-1)
_SHIFT = (64 - 8 * np.arange(9)).astype(np.uint64)
_ZEROS = np.array([0x3030303030303030 & ((1 << (64 - 8 * n)) - 1) for n in range(9)], np.uint64)


def _calendar() -> "tuple[NDArray[np.int32], NDArray[np.int64]]":
    """The day number of each month's first day, and its length, from January of the year 0."""
    months = np.arange("0000-01", "10000-01", dtype="datetime64[M]")
    first = months.astype("datetime64[D]")
    length = ((months + 1).astype("datetime64[D]") - first).astype(np.int64)
    length[:12] = 0
    return first.astype(np.int64).astype(np.int32), length


_MONTH_FIRST, _MONTH_LENGTH = _calendar()

_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));|&")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


def _resolve(found: re.Match[str]) -> str:
    hexadecimal, number, name = found.groups()
    if name:
        return _NAMED[name]
    if not (hexadecimal or number):
        raise Unusual("a reference that is not one of the five names or a number")
    code = int(hexadecimal, 16) if hexadecimal else int(number)
    if not (
        code in (9, 10, 13)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    ):
        raise Unusual("a reference to no character")
    return chr(code)


def _decoded(text: bytes) -> str:
    """The characters of a leaf's bytes: line ends made one, references resolved."""
    plain = text.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _REFERENCE.sub(_resolve, plain) if "&" in plain else plain


class _Run:
    """One run of learners, read once."""

    def __init__(self, buffer: bytearray | bytes, grammar: _Grammar) -> None:
        self.buffer = buffer
        self.memory = memoryview(buffer)
        self.bytes = np.frombuffer(buffer, np.uint8)
        self.grammar = grammar
        self.line_breaks = 0
        # One item a block: leaves (field id, start, length) and entities (id, line, leaves in it).
        self.leaves: list[tuple[NDArray[np.uint8], Ints, Ints]] = []
        self.opened: list[tuple[NDArray[np.uint8], Ints, Ints]] = []
        self.odd: list[Ints] = []  # leaves that hold a reference or a carriage return
        self.leaf_count = 0
        self.raw: list[tuple[str, int, str, str]] = []

    def gather(self, at: "Ints", words: int) -> "Words":
        """The bytes from each place on, as rows of `words` words of eight bytes.

        A gather of 32 bytes takes as long as one of 8 (4 ns a place), hence one gather for a whole
        tag.
        """
        width = 8 * words
        view = np.ndarray((self.bytes.size - width + 1,), f"V{width}", self.buffer, strides=(1,))
        return cast("Words", view[at].view("<u8").reshape(-1, words))

    def read(self, start: int, end: int) -> Rows:
        at = start
        while at < end:
            cut = self.buffer.find(LEARNER, at + _BLOCK, end)
            cut = cut if cut >= 0 else end
            self.block(at, cut)
            at = cut
        return Rows(self.frames(), self.raw_frame(), self.line_breaks)

    def block(self, start: int, end: int) -> None:
        """Take apart some whole learners: prove their shape, note where their values stand."""
        grammar = self.grammar
        here = self.bytes[start:end]
        ends = np.flatnonzero((here & 0xFD) == 0x3C)  # the places of < and >
        count = ends.size // 2
        # The places at even positions are all `<`, as there are as many of them as names proved
        # below end in `>`.
        if ends.size % 2 or not count or np.count_nonzero(here == 0x3C) != count:
            raise Unusual("< and > do not alternate")
        ends += start
        opens, closes = ends[0::2], ends[1::2]
        lengths = closes - opens
        if int(lengths.max()) > 32:
            raise Unusual("a tag longer than any of the schema's")
        tags = self.gather(opens + 1, 4)
        tags &= _MASK_TAG.take(lengths, axis=0)
        codes = grammar.codes.take(_hash(tags, lengths, grammar.multipliers))
        if not np.array_equal(tags, grammar.words.take(codes, axis=0)):
            raise Unusual("a tag that is not one of the year's, as it stands")
        first = grammar.first_entity
        if codes[0] != first or codes[-1] != first + len(grammar.entities):
            raise Unusual("not a run of whole learners")
        if not grammar.follows.take(codes[:-1] * grammar.size + codes[1:]).all():
            raise Unusual("an element out of its place")

        following = np.empty_like(opens)
        following[:-1] = opens[1:]
        following[-1] = end
        is_leaf = codes <= len(grammar.fields)
        leaf_at = np.flatnonzero(is_leaf)
        starts = closes[leaf_at] + 1
        self.leaves.append(
            ((codes[leaf_at] - 1).astype(np.uint8), starts, following[leaf_at] - starts)
        )
        gap_at = np.flatnonzero(~is_leaf)
        gap_starts = closes[gap_at] + 1
        breaks = self.gaps(here, start, gap_starts, following[gap_at] - gap_starts)
        self.characters(here, start, end, closes, is_leaf)

        entity_at = np.flatnonzero((codes >= first) & (codes < first + len(grammar.entities)))
        leaves_before = np.searchsorted(leaf_at, np.append(entity_at, codes.size))
        if breaks is None:
            newlines = np.flatnonzero(here == 10) + start
            lines = np.searchsorted(newlines, opens[entity_at])
            total = newlines.size
        else:
            # `before[i]` line breaks stand before the tag after the i-th gap
            lines = np.concatenate(([0], np.cumsum(breaks)))[np.searchsorted(gap_at, entity_at)]
            total = int(breaks.sum())
        self.opened.append(
            (
                (codes[entity_at] - first).astype(np.uint8),
                lines + (self.line_breaks + 1),
                np.diff(leaves_before),
            )
        )
        self.line_breaks += total
        self.leaf_count += leaf_at.size

    def gaps(
        self, here: "NDArray[np.uint8]", start: int, at: "Ints", lengths: "Ints"
    ) -> "Bools | None":
        """Prove that the gaps between tags are white space; say which break the line.

        None if that is not enough to count line breaks by.
        """
        longest = int(lengths.max())
        if longest == 0:
            return None if np.count_nonzero(here == 10) else np.zeros(at.size, np.bool_)
        words = min((longest + 7) // 8, 4)
        width = 8 * words
        masks = _MASK_TAG[: width + 1, :words]
        head: Words | None = None
        while True:
            part = self.gather(at, words)
            part &= masks.take(np.minimum(lengths, width), axis=0)
            head = part[:, 0].copy() if head is None else head
            over = (part & np.uint64(_LOW)) + np.uint64(
                0x5F5F5F5F5F5F5F5F
            )  # sets the top bit above a space
            over |= part
            over &= np.uint64(_HIGH)
            if over.any():
                raise Unusual("text between elements")
            more = np.flatnonzero(lengths > width)
            if not more.size:
                break
            at, lengths = at[more] + width, lengths[more] - width
        # Nearly always a gap is one line break with indentation, and values have none: proved by
        # the total.
        byte = np.uint64(0xFF)
        breaks = (head & byte) == 10
        breaks |= ((head >> np.uint64(8)) & byte) == 10
        return breaks if np.count_nonzero(breaks) == np.count_nonzero(here == 10) else None

    def characters(
        self, here: "NDArray[np.uint8]", start: int, end: int, closes: "Ints", is_leaf: "Bools"
    ) -> None:
        """Prove that every byte may stand in XML, and note the values that need decoding."""
        controls = int(np.count_nonzero(here < 32))
        odd: list[Ints] = []
        if controls:
            returns = int(np.count_nonzero(here == 13))
            allowed = np.count_nonzero(here == 10) + np.count_nonzero(here == 9) + returns
            if allowed != controls:
                raise Unusual("a control character")
            if returns:
                places = np.flatnonzero(here == 13)
                if not (self.bytes[places + (start + 1)] == 10).all():
                    raise Unusual("a carriage return without a line feed")
                odd.append(places)
        if np.count_nonzero(here == 38):
            odd.append(np.flatnonzero(here == 38))
        if int(here.max()) >= 0x80:
            span = self.memory[start:end]
            try:
                text = str(span, "utf-8")
            except UnicodeDecodeError as error:
                raise Unusual("not UTF-8") from error
            if "\ufffe" in text or "\uffff" in text:
                raise Unusual("a character that XML does not have")
        if odd:
            tags = np.searchsorted(closes, np.concatenate(odd) + start) - 1
            tags = np.unique(tags[is_leaf[tags]])
            if tags.size:
                self.odd.append(np.cumsum(is_leaf)[tags] - 1 + self.leaf_count)

    def frames(self) -> "dict[str, pl.DataFrame]":
        """The tables, from the places noted."""
        grammar = self.grammar
        entities, lines, leaves_in = (
            np.concatenate(part) for part in zip(*self.opened, strict=True)
        )
        ids, starts, lengths = (np.concatenate(part) for part in zip(*self.leaves, strict=True))
        if lengths.size and int(lengths.max()) > MAX_TEXT:
            raise Unusual("a very long value")
        by_entity = np.argsort(entities, kind="stable")
        counts = np.bincount(entities, minlength=len(grammar.entities))
        bounds = np.concatenate(([0], np.cumsum(counts)))
        rows = np.empty_like(by_entity)
        for first, last in pairwise(bounds.tolist()):
            rows[by_entity[first:last]] = np.arange(last - first)
        learners = by_entity[: bounds[1]]
        if int(np.diff(np.append(learners, entities.size)).max()) > MAX_RECORDS:
            raise Unusual("a learner with very many records")

        order = np.argsort(ids, kind="stable")
        field_bounds = np.concatenate(
            ([0], np.cumsum(np.bincount(ids, minlength=len(grammar.fields))))
        )
        row_of_leaf = np.repeat(rows, leaves_in).take(order)
        values = _Values(self, starts.take(order), lengths.take(order), order, field_bounds)
        columns: list[dict[str, pl.Series]] = [{} for _ in grammar.entities]
        for number, (entity, field) in enumerate(grammar.fields):
            first, last = int(field_bounds[number]), int(field_bounds[number + 1])
            height = int(counts[entity])
            columns[entity][field.name] = values.column(
                number,
                field,
                first,
                last,
                row_of_leaf[first:last],
                height,
                grammar.entities[entity],
            )

        frames: dict[str, pl.DataFrame] = {}
        for number, entity in enumerate(grammar.entities):
            mine = by_entity[bounds[number] : bounds[number + 1]]
            keys: dict[str, pl.Series] = {}
            at = number
            while at >= 0:
                key = grammar.entities[at].key
                if key:
                    mine_keys = np.cumsum(entities == at, dtype=np.uint32)[mine] - np.uint32(1)
                    keys[key] = pl.Series(key, mine_keys)
                at = grammar.parents[at]
            series = {k: keys[k] for k in reversed(keys)}
            series["line"] = pl.Series("line", lines[mine].astype(np.uint32))
            series.update((f.name, columns[number][f.name]) for f in entity.fields)
            frames[entity.name] = pl.DataFrame(series)
        return frames

    def raw_frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.raw, schema=RAW_SCHEMA, orient="row")


class _Values:
    """The values of a run, sorted by field, made into columns."""

    def __init__(
        self, run: _Run, starts: "Ints", lengths: "Ints", order: "Ints", bounds: "Ints"
    ) -> None:
        self.run = run
        self.starts = starts
        self.lengths = lengths
        self.odd: Bools | None = None
        if run.odd:
            flags = np.zeros(order.size, np.bool_)
            flags[np.concatenate(run.odd)] = True
            self.odd = flags.take(order)
        self.spans: dict[Kind, int] = {}
        self.worked: dict[Kind, tuple[NDArray[Any], Bools]] = {}
        kernels = {
            Kind.TEXT: self.texts,
            Kind.INTEGER: self.integers,
            Kind.DATE: self.dates,
            Kind.DECIMAL: self.decimals,
        }
        for kind, numbers in run.grammar.kinds.items():
            first, last = int(bounds[numbers.start]), int(bounds[numbers.stop])
            self.spans[kind] = first
            self.worked[kind] = kernels[kind](starts[first:last], lengths[first:last])

    def text(self, place: int) -> str:
        start = int(self.starts[place])
        return _decoded(bytes(self.run.memory[start : start + int(self.lengths[place])]))

    def column(
        self,
        number: int,
        field: Field,
        first: int,
        last: int,
        rows: "Ints",
        height: int,
        entity: Entity,
    ) -> pl.Series:
        """One field's column: `height` rows, with the values `first` to `last` at `rows`."""
        if first == last:
            # `clear` costs 80 microseconds each time; a file of one learner has 90 such columns.
            if height < 1000:
                return pl.Series(field.name, [None] * height, dtype=dtype(field))
            return pl.Series(field.name, [], dtype=dtype(field)).clear(height)
        origin = self.spans[field.kind]
        values, plain = self.worked[field.kind]
        values, plain = (
            values[first - origin : last - origin],
            plain[first - origin : last - origin],
        )
        if field.kind is Kind.INTEGER and not field.wide:
            plain = plain & (values < 1 << 31)
        if self.odd is not None:
            plain = plain & ~self.odd[first:last]
        buffers: list[Any] = []
        if field.kind is Kind.TEXT:
            values, plain, buffers = self.long_texts(values, plain, first, last)

        fixed: list[tuple[int, Any]] = []  # (row, value) of the values that were judged one by one
        known: Bools | None = None
        slow = np.flatnonzero(~plain)
        for place in slow.tolist():
            text = self.text(first + place)
            value, is_plain = judge(field, text)
            row = int(rows[place])
            if not is_plain:
                self.run.raw.append((entity.name, row, field.name, text))
            fixed.append((row, value))

        if last - first < height or slow.size:
            known = np.zeros(height, np.bool_)
            known[rows] = plain
        if last - first < height:
            spread = np.zeros((height, *values.shape[1:]), values.dtype)
            spread[rows] = values
            values = spread
        if slow.size and field.kind is Kind.TEXT:
            values[rows[slow]] = 0  # a view that is null must not point anywhere
        column = _arrow(field, values, known, buffers)
        if fixed:
            where, what = zip(*fixed, strict=True)
            column = column.scatter(list(where), pl.Series(what, dtype=column.dtype))
        return column.alias(field.name)

    def texts(self, starts: "Ints", lengths: "Ints") -> "tuple[Words, Bools]":
        """Arrow string views: the length, and the bytes where they are 12 or fewer."""
        views = np.empty((starts.size, 2), np.uint64)
        for at in range(0, starts.size, _LANE):
            lane = slice(at, at + _LANE)
            given = self.run.gather(starts[lane], 2)
            given &= _MASK_VIEW.take(np.minimum(lengths[lane], 12), axis=0)
            half = np.uint64(32)
            np.bitwise_or(lengths[lane].view(np.uint64), given[:, 0] << half, out=views[lane, 0])
            np.bitwise_or(given[:, 0] >> half, given[:, 1] << half, out=views[lane, 1])
        return views, np.ones(starts.size, np.bool_)

    def long_texts(
        self, views: "Words", plain: "Bools", first: int, last: int
    ) -> "tuple[Words, Bools, list[Any]]":
        """Give the views of more than 12 bytes a buffer of their own, not the whole file's."""
        lengths = self.lengths[first:last]
        long = np.flatnonzero(lengths > 12)
        if not long.size:
            return views, plain, []
        longest = int(lengths[long].max())
        if longest > _WIDE:
            plain = plain & (lengths <= _WIDE)
            long = np.flatnonzero((lengths > 12) & (lengths <= _WIDE))
            longest = _WIDE
        width = (longest + 7) // 8 * 8
        data = self.run.gather(self.starts[first:last][long], width // 8)
        views = views.copy()
        views[long, 1] = np.arange(long.size, dtype=np.uint64) * np.uint64(width) << np.uint64(32)
        return views, plain, [pa.py_buffer(data)]

    def digits(self, words: "Words", lengths: "Ints") -> "tuple[Ints, Bools]":
        """The number spelt by the first 0 to 8 bytes of each word, and whether all are digits."""
        low_first = words << _SHIFT.take(lengths)
        low_first |= _ZEROS.take(lengths)
        tens = np.uint64(0xF0F0F0F0F0F0F0F0)
        zeros = np.uint64(0x3030303030303030)
        good = (low_first & tens) == zeros
        good &= ((low_first + np.uint64(0x0606060606060606)) & tens) == zeros
        value = low_first & np.uint64(0x0F0F0F0F0F0F0F0F)
        value = (value * np.uint64(10) + (value >> np.uint64(8))) & np.uint64(0x00FF00FF00FF00FF)
        value = (value * np.uint64(100) + (value >> np.uint64(16))) & np.uint64(0x0000FFFF0000FFFF)
        value = (value * np.uint64(10000) + (value >> np.uint64(32))) & np.uint64(0xFFFFFFFF)
        return value.view(np.int64), good

    def integers(self, starts: "Ints", lengths: "Ints") -> "tuple[Ints, Bools]":
        """Whole numbers of up to 16 digits; False where the text is not plain."""
        values = np.empty(starts.size, np.int64)
        plain = np.empty(starts.size, np.bool_)
        for at in range(0, starts.size, _LANE):
            lane = slice(at, at + _LANE)
            start, length = starts[lane], lengths[lane]
            words = self.run.gather(start, 1).reshape(-1)
            value, good = self.digits(words, np.minimum(length, 8))
            good &= ((words & np.uint64(0xFF)) != 0x30) | (length == 1)
            good &= (length > 0) & (length <= 16)
            more = np.flatnonzero(length > 8)
            if more.size:
                rest = np.minimum(length[more] - 8, 8)
                low, low_good = self.digits(self.run.gather(start[more] + 8, 1).reshape(-1), rest)
                value[more] = value[more] * 10**rest + low
                good[more] &= low_good
            values[lane] = value
            plain[lane] = good
        return values, plain

    def dates(self, starts: "Ints", lengths: "Ints") -> "tuple[NDArray[np.int32], Bools]":
        """Days since 1970-01-01 of real dates; False where the text is not plain."""
        values = np.empty(starts.size, np.int32)
        plain = np.empty(starts.size, np.bool_)
        byte = np.uint64(0xFF)
        for at in range(0, starts.size, _LANE):
            lane = slice(at, at + _LANE)
            given = self.run.gather(starts[lane], 2)
            head, tail = given[:, 0], given[:, 1] & np.uint64(0xFFFF)
            good: Bools = lengths[lane] == 10
            # The bytes are YYYY-MM- and DD: hyphens at 4 and 7, digits elsewhere.
            good &= (head & np.uint64(0xFFF0F0FFF0F0F0F0)) == np.uint64(0x2D30302D30303030)
            over_nine = (head & np.uint64(0x000F0F000F0F0F0F)) + np.uint64(0x0006060006060606)
            good &= (over_nine & np.uint64(0xF0F0F0F0F0F0F0F0)) == 0
            good &= (tail & np.uint64(0xF0F0)) == 0x3030
            good &= ((tail + np.uint64(0x0606)) & np.uint64(0xF0F0)) == 0x3030
            digit = head & np.uint64(0x000F0F000F0F0F0F)
            digit = digit * np.uint64(10) + (digit >> np.uint64(8))
            month = (digit >> np.uint64(40)) & byte
            year = (digit & byte) * np.uint64(100) + ((digit >> np.uint64(16)) & byte)
            day = (
                (tail & np.uint64(0xF)) * np.uint64(10) + ((tail >> np.uint64(8)) & np.uint64(0xF))
            ).view(np.int64)
            good &= (month >= 1) & (month <= 12)
            place = (year * np.uint64(12) + month - np.uint64(1)).view(np.int64)
            place *= good  # garbage may lie outside the table
            good &= (day >= 1) & (day <= _MONTH_LENGTH.take(place))
            values[lane] = _MONTH_FIRST.take(place) + (day - 1)
            plain[lane] = good
        return values, plain

    def decimals(self, starts: "Ints", lengths: "Ints") -> "tuple[Ints, Bools]":
        """Numbers with one digit after the point, as tenths; False where the text is not plain."""
        whole, plain = self.integers(starts, lengths - 2)
        ends = starts + lengths
        digit = self.run.bytes[ends - 1].astype(np.int64) - 48
        plain &= (lengths >= 3) & (lengths <= 2 + DECIMAL_DIGITS - 1)
        plain &= (self.run.bytes[ends - 2] == 46) & (digit >= 0) & (digit <= 9)
        values = np.zeros((starts.size, 2), np.int64)
        values[:, 0] = (whole * 10 + digit) * plain  # 128 bits, of which these need 64
        return values, plain


def _arrow(
    field: Field, values: "NDArray[Any]", known: "Bools | None", buffers: list[Any]
) -> pl.Series:
    """A column from its values' bytes, without copying them."""
    match field.kind:
        case Kind.TEXT:
            kind = pa.string_view()
        case Kind.INTEGER:
            kind = pa.int64() if field.wide else pa.int32()
            values = values if field.wide else values.astype(np.int32)
        case Kind.DATE:
            kind = pa.date32()
        case _:
            kind = pa.decimal128(9, field.fraction_digits or 0)
    valid = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    data = pa.py_buffer(np.ascontiguousarray(values))
    array = pa.Array.from_buffers(kind, len(values), [valid, data, *buffers])
    return cast("Any", pl).from_arrow(array)
