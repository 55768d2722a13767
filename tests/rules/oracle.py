"""DfE's schema as the judge of a file, and mutations of a file that is valid by it."""

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree
from tests import messages

from openilr.ilr.schema import Field, Kind, schema

SPACE = " \t\r\n"


@cache
def xsd(folder: Path, year: str) -> etree.XMLSchema:
    (path,) = folder.glob(f"ilr-20{year[:2]}-{year[2:]}*.xsd")
    return etree.XMLSchema(file=path)


def root_of(year: str) -> etree._Element:
    """A valid message of one learner with every entity and field, without a learner's text."""
    return etree.fromstring(messages.xml_of(year, [messages.full_learner(year)]))


def valid(folder: Path, year: str, root: etree._Element) -> bool:
    """Whether a message is valid by the XSD, as XML Schema means it.

    libxml2 differs from the standard in one thing that matters here: it takes no white space around
    a date or a time, though the standard collapses it. So it is given them stripped.
    """
    changed: list[tuple[etree._Element, str]] = []
    for element in root.iter(*_dates(year)):
        if element.text and len(element) == 0 and element.text != element.text.strip(SPACE):
            changed.append((element, element.text))
            element.text = element.text.strip(SPACE)
    is_valid = xsd(folder, year).validate(root)
    for element, text in changed:
        element.text = text
    return is_valid


@cache
def _dates(year: str) -> tuple[str, ...]:
    of_year = schema(year)
    names = {f.name for _, f in of_year if f.kind in (Kind.DATE, Kind.DATETIME)}
    return tuple(f"{{{of_year.namespace}}}{name}" for name in names)


def learner_in(root: etree._Element) -> etree._Element:
    (learner,) = (e for e in root if etree.QName(e).localname == "Learner")
    return learner


def texts_to_try(field: Field) -> Iterator[str]:
    """Texts at and around every limit of a field, and of every shape that is not its own."""
    yield from ("", " ", "x", "A B", "é", "ÀÉ", "😀", "a|b", 'a"b', "a`b", "£5", "€5", "a\nb")
    yield from ("a\rb", "a\tb", "\u2028", "A\xa0", "-", "+", ".", "0", "00", "1", "-1", "+1", "1.")
    yield from ("01", " 1", "1 ", "\n1\t", "1 2", "1.0", "1.50", ".5", "1e3", "0x1", "١", "NaN")
    match field.kind:
        case Kind.TEXT:
            for n in (1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 13, 18, 19, 20, 21, 36, 37, 50, 51):
                yield "A" * n
                yield "1" * n
                yield "é" * n
                yield " " * n
            yield from ("A" * 100, "A" * 101, "é" * 100, "é" * 101, "😀" * 100, "A@" + "b" * 99)
            yield from ("@", "a@", "@b", "a@b", "a@@b", "a b@c", "@@@", "AB12", "ABC12", "ab12")
            yield from ("AB123", "A1", "123456789", "12345678A", "AB12 ", "ILR", "2526", "2627")
            yield from (chr(n) for n in range(33, 127))
        case Kind.INTEGER | Kind.DECIMAL:
            for limit in (field.minimum, field.maximum):
                if limit is not None:
                    for step in (-1, -0.1, 0, 0.1, 1):
                        yield f"{limit + step:g}" if abs(limit) < 1e5 else str(int(limit + step))
                    yield f"  {limit:g}"
                    yield f"+{int(limit)}"
                    yield f"000{int(limit)}"
            for digits in range(1, 12):
                yield "9" * digits
                yield "-" + "9" * digits
                yield "0" * 5 + "9" * digits
                yield "1" + "0" * digits
            yield from ("2147483647", "2147483648", "-2147483648", "-2147483649", "9" * 30)
            yield from ("0.1", "0.10", "0.11", "99.9", "100.0", "100.1", "300", "300.0", "300.00")
            yield from ("300.01", "300.1", "0.09", "00.5", "5.", "-0", "-0.0", "0.05", "1,5")
        case _:
            yield from ("2025-09-01", "2025-9-1", "25-09-01", "01/09/2025", "2025-02-29")
            yield from ("2024-02-29", "1900-02-29", "2000-02-29", "2025-04-31", "2025-13-01")
            yield from ("2025-00-01", "2025-01-00", "0000-01-01", "0001-01-01", "-0001-01-01")
            yield from ("9999-12-31", "12025-09-01", "012025-09-01", "2025-09-01Z", "2025-09-01z")
            yield from ("2025-09-01+01:00", "2025-09-01+14:00", "2025-09-01+14:01", "20250901")
            yield from ("2025-09-01-13:59", "2025-09-01+1:00", "2025-09-01T00:00:00", " 2025-09-01")
            yield from ("2025-09-01\n", "2025-09-01 Z", "+2025-09-01", "2025-09-011")
            for time in ("00:00:00", "23:59:59", "24:00:00", "24:00:01", "23:59:60", "9:00:00"):
                yield f"2025-09-01T{time}"
            yield from ("2025-09-01T12:00:00.5", "2025-09-01T12:00:00.", "2025-09-01T12:00:00Z")
            yield from ("2025-09-01T24:00:00.0", "2025-09-01T24:00:00.1", "2025-09-01 12:00:00")
            yield from ("2025-02-30T12:00:00", "2025-09-01T12:00", " 2025-09-01T12:00:00 ")


def shapes_to_try(year: str, learner: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Every way of breaking the shape of a learner at every element of it, with a name."""
    space = schema(year).namespace
    places = [learner.getroottree().getpath(e) for e in learner.iter(etree.Element)]
    for number, path in enumerate(places):
        for name, change in SHAPES.items():
            tree = copy.deepcopy(learner.getroottree())
            (element,) = tree.xpath(path)
            if number == 0 and name in OUTSIDE:
                continue  # that would change what stands around the learner
            change(element, space)
            yield f"{name} {etree.QName(element).localname} {number}", learner_in(tree.getroot())


def _remove(element, space):
    element.getparent().remove(element)


def _twice(element, space):
    element.addnext(copy.deepcopy(element))


def _twice_at_the_end(element, space):
    element.getparent().append(copy.deepcopy(element))


def _later(element, space):
    after = element.getnext()
    if after is not None:
        after.addnext(element)


def _last(element, space):
    element.getparent().append(element)


def _first(element, space):
    element.getparent().insert(0, element)


def _misspelt(element, space):
    element.tag = f"{{{space}}}{etree.QName(element).localname}s"


def _other_capitals(element, space):
    element.tag = f"{{{space}}}{etree.QName(element).localname.swapcase()}"


def _other_namespace(element, space):
    element.tag = f"{{urn:other}}{etree.QName(element).localname}"


def _attribute(element, space):
    element.set("id", "1")


def _located(element, space):
    # The schema's own attributes are allowed everywhere.
    element.set("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", "urn:x x.xsd")


def _unknown_inside(element, space):
    etree.SubElement(element, f"{{{space}}}Unknown").text = "1"


def _text_after(element, space):
    element.tail = "text"


def _comment_inside(element, space):
    element.insert(0, etree.Comment("a comment"))


def _comment_after(element, space):
    element.addnext(etree.Comment("a comment"))


def _instruction_inside(element, space):
    element.insert(0, etree.ProcessingInstruction("what", "ever"))


def _no_change(element, space):
    pass


SHAPES = {
    "remove": _remove,
    "twice": _twice,
    "twice at the end": _twice_at_the_end,
    "later": _later,
    "last": _last,
    "first": _first,
    "misspelt": _misspelt,
    "other capitals": _other_capitals,
    "other namespace": _other_namespace,
    "attribute": _attribute,
    "located": _located,
    "unknown inside": _unknown_inside,
    "text after": _text_after,
    "comment inside": _comment_inside,
    "comment after": _comment_after,
    "instruction inside": _instruction_inside,
    "no change": _no_change,
}
OUTSIDE = frozenset(SHAPES) - {"attribute", "located", "unknown inside", "comment inside"}
