"""Whether a field holds a code of its list, and whether the code had ended on a day.

A rule looks a code up in the list of its own year. Open years with the same codes are one span, and
so one rule.
Source: spec/rules/README.md section 2 (lookup, lookup on date).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from openilr.ilr.codes import CodeList, code_list, types
from openilr.ilr.years import OPEN_YEARS, Years
from openilr.language import Boolean, Code, Date, Integer, Text, any_of, literal


def spans(name: str) -> Iterator[tuple[Years, CodeList]]:
    """A list as it stands in each span of open years; the last span has no end."""
    lists = [code_list(name, year) for year in OPEN_YEARS]
    for years, first in _spans([_shape(each) for each in lists]):
        yield years, lists[first]


def spans_of_types(entity: str) -> Iterator[tuple[Years, Mapping[str, CodeList]]]:
    """The lists of an entity whose records come in types, by type, in each span of open years."""
    lists = [types(entity, year) for year in OPEN_YEARS]
    shapes = [[(kind, _shape(each)) for kind, each in of_year.items()] for of_year in lists]
    for years, first in _spans(shapes):
        yield years, lists[first]


def _shape(codes: CodeList) -> list[tuple[str, date | None, date | None]]:
    return [(each.code, each.valid_from, each.valid_to) for each in codes]


def _spans(shapes: Sequence[object]) -> Iterator[tuple[Years, int]]:
    """Each run of open years with equal shapes, and where it begins."""
    starts = [n for n, each in enumerate(shapes) if n == 0 or each != shapes[n - 1]]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield Years(OPEN_YEARS[start], None if end is None else OPEN_YEARS[end - 1]), start


def is_listed(value: Integer | Text, codes: CodeList) -> Boolean:
    """Whether a value is a code of the list, on whatever day; unknown if it is absent."""
    return _is_in(value, (each.code for each in codes))


def has_ended(value: Integer | Text, codes: CodeList, day: Date) -> Boolean:
    """Whether a day is after the last one of the code; a code that is not listed has not ended."""
    last_days: dict[date, list[str]] = {}
    for each in codes:
        if each.valid_to is not None:
            last_days.setdefault(each.valid_to, []).append(each.code)
    ended = (_is_in(value, of_day) & (day > last) for last, of_day in last_days.items())
    return any_of(literal(False), *ended)


def is_listed_pair(kind: Code, code: Integer | Text, lists: Mapping[str, CodeList]) -> Boolean:
    """Whether a type and a code go together.

    Of a type whose codes are not on file every code is taken, for we cannot know.
    """
    return any_of(
        *(
            (kind == each) & is_listed(code, codes) if codes.codes else kind == each
            for each, codes in lists.items()
        )
    )


def pair_has_ended(
    kind: Code, code: Integer | Text, lists: Mapping[str, CodeList], day: Date
) -> Boolean:
    """Whether a day is after the last one of a code of a type."""
    return any_of(
        literal(False),
        *(
            (kind == each) & has_ended(code, codes, day)
            for each, codes in lists.items()
            if any(c.valid_to for c in codes)
        ),
    )


def _is_in(value: Integer | Text, codes: Iterable[str]) -> Boolean:
    return value.is_in(int(code) if isinstance(value, Integer) else code for code in codes)
