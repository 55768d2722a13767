"""The shape of a year's ILR message, derived from the declarations in `fields`.

`fields.py` declares each entity and field once, with the years it is collected in; this module
gives the vocabulary of those declarations and, by `schema(year)`, the entities and fields of one
year in document order. Nothing here imports Polars: the web's save path reads it too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from openilr.ilr.years import ALL_YEARS, Years, namespace


class Kind(StrEnum):
    """The type of a field's value."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "datetime"


RESTRICTED = r"[A-Za-z0-9 ~!@#$%&'\(\)\*\+,\-\./:;<=>\?\[\\\]_\{\}\^£€]*"
"""The characters of DfE's RestrictedString, as a pattern for the whole value."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one entity, in the years it is collected.

    Attributes:
        pattern: a regular expression for the whole value, beside RESTRICTED.
        restricted: whether the value must also match RESTRICTED (all text but names).
        total_digits: the most digits an integer may have (leading zeros do not count).
        values: the only values allowed (header fields).
    """

    name: str
    kind: Kind
    label: str
    help: str = ""
    mandatory: bool = False
    years: Years = ALL_YEARS
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    restricted: bool = False
    minimum: int | float | None = None
    maximum: int | float | None = None
    total_digits: int | None = None
    fraction_digits: int | None = None
    values: tuple[str, ...] = ()

    @property
    def wide(self) -> bool:
        """Whether an integer needs 64 bits (ULN)."""
        return (self.maximum or 0) > 2**31 - 1 or (self.total_digits or 0) > 9


@dataclass(frozen=True, slots=True)
class Entity:
    """One element that holds others: its fields first, then its child entities, in document order.

    Attributes:
        parent: the entity it stands in; None for Message.
        key: the name of the integer column that numbers its rows in a file, where children need it.
        min_occurs, max_occurs: within one parent; None is unbounded.
    """

    name: str
    parent: str | None
    label: str
    help: str = ""
    key: str | None = None
    min_occurs: int = 0
    max_occurs: int | None = None
    years: Years = ALL_YEARS
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Schema:
    """The entities of one year: by name, in document order, with only that year's fields."""

    year: str
    entities: Mapping[str, Entity]

    @property
    def namespace(self) -> str:
        """The XML namespace of the year."""
        return namespace(self.year)

    def children(self, name: str) -> tuple[Entity, ...]:
        """The child entities of `name`, in document order."""
        return tuple(e for e in self.entities.values() if e.parent == name)

    def path(self, name: str) -> tuple[str, ...]:
        """The names of the entities from Message down to `name`."""
        parent = self.entities[name].parent
        return (*(self.path(parent) if parent else ()), name)

    def learner_entities(self) -> tuple[Entity, ...]:
        """Learner and everything below it, parents before children: the tables of a message."""
        return tuple(e for e in self.entities.values() if "Learner" in self.path(e.name))

    def keys(self, name: str) -> tuple[str, ...]:
        """The integer key columns of an entity's table, outermost first ("learner", "aim")."""
        return tuple(k for k in (self.entities[e].key for e in self.path(name)) if k)

    def field(self, entity: str, name: str) -> Field:
        """One field.

        Errors: KeyError if the year has no such field.
        """
        for field in self.entities[entity].fields:
            if field.name == name:
                return field
        raise KeyError(f"{entity}.{name} is not collected in {self.year}")

    def __iter__(self) -> Iterator[tuple[Entity, Field]]:
        """Every field with its entity, in document order."""
        return ((e, f) for e in self.entities.values() for f in e.fields)


@cache
def schema(year: str) -> Schema:
    """The schema of a readable year ("2627").

    An earlier year has every field ever declared for it or since: it is read leniently and not
    checked.
    """
    from dataclasses import replace

    from openilr.ilr.fields import ENTITIES

    return Schema(
        year,
        {
            e.name: replace(e, fields=tuple(f for f in e.fields if year in f.years))
            for e in ENTITIES
            if year in e.years
        },
    )
