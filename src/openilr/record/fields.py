"""The shape of the record: the entities and fields of the ILR of every readable year, together.

Names are the ILR's, letter for letter, and so is the nesting. Differences from any one year's ILR:

- AimSeqNumber is not kept: aims are numbered when a return is made;
- destinations (DPOutcome) stand below the learner, since an earlier ILR held them beside;
- the single code PriorAttain of the years to 2020-21 has a name of its own, as the records of prior
  attainment have its name since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from openilr.errors import EngineError
from openilr.ilr.codes import CodeList, for_field, for_type
from openilr.ilr.fields import ENTITIES
from openilr.ilr.schema import Entity, Field, Kind
from openilr.ilr.years import READABLE_YEARS

LEARNER = "Learner"
AIM = "LearningDelivery"
DESTINATION = "DPOutcome"
PRIOR_ATTAIN_TO_2021 = "PriorAttainTo2021"

ID = "id"
"""The key of a row's permanent identifier."""

AIM_NUMBER = "AimSeqNumber"

_OWN_KEYS: Mapping[tuple[str, str], str] = {(LEARNER, "PriorAttain"): PRIOR_ATTAIN_TO_2021}
_NOT_KEPT = frozenset({(AIM, AIM_NUMBER)})


class UnknownEntity(EngineError):
    """The record has no entity of that name."""


class UnknownField(EngineError):
    """The entity has no field of that name."""


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of the record.

    Attributes:
        name: its key in the record.
        field: the declaration of the latest year that collects it.
        years: the readable years that collect it.
    """

    name: str
    field: Field
    years: tuple[str, ...]

    @property
    def kind(self) -> Kind:
        """The type of its values."""
        return self.field.kind

    @property
    def label(self) -> str:
        """Its name for people."""
        return self.field.label

    @property
    def help(self) -> str:
        """What to enter, in a sentence; may be empty."""
        return self.field.help

    def codes(self, entity: str, year: str, *, type_: str | None = None) -> CodeList | None:
        """The codes it may hold in a year, or None where it is free; `type_` for a code that
        depends on the type beside it (ACT).
        """
        if type_ is not None:
            return for_type(entity, type_, year)
        return for_field(entity, self.field.name, year)


@dataclass(frozen=True, slots=True)
class RecordEntity:
    """One kind of row of the record.

    Attributes:
        parent: the kind of row it stands in; None for the learner.
        fields: by key, in document order.
        children: the kinds of row that stand in it, in document order.
        max_occurs: within one parent, the most that any year allows; None is unbounded.
        years: the readable years that collect it.
    """

    name: str
    parent: str | None
    label: str
    help: str
    fields: Mapping[str, RecordField]
    children: tuple[str, ...]
    max_occurs: int | None
    years: tuple[str, ...]


@cache
def union_schema() -> Mapping[str, RecordEntity]:
    """Every entity of the record by name, the learner first, parents before children."""
    declared = {e.name: e for e in ENTITIES}
    kept = [e for e in ENTITIES if _parent(declared, e) is not None or e.name == LEARNER]
    parents = {e.name: _parent(declared, e) for e in kept}
    return MappingProxyType(
        {
            e.name: RecordEntity(
                e.name,
                parents[e.name],
                e.label,
                e.help,
                MappingProxyType(_fields(e)),
                tuple(name for name, parent in parents.items() if parent == e.name),
                e.max_occurs,
                tuple(y for y in READABLE_YEARS if y in e.years),
            )
            for e in kept
        }
    )


def _parent(declared: Mapping[str, Entity], entity: Entity) -> str | None:
    """The row that an entity's rows stand in; None for the learner and what is not kept."""
    if entity.name == LEARNER:
        return None
    if entity.name == DESTINATION:
        return LEARNER
    above = entity.parent
    while above is not None and above != LEARNER:
        above = declared[above].parent
    return entity.parent if above else None


def _fields(entity: Entity) -> dict[str, RecordField]:
    fields: dict[str, RecordField] = {}
    for declared in entity.fields:
        if (entity.name, declared.name) in _NOT_KEPT:
            continue
        key = record_key(entity.name, declared.name)
        before = fields[key].years if key in fields else ()
        years = tuple(y for y in READABLE_YEARS if y in declared.years and y in entity.years)
        fields[key] = RecordField(key, declared, (*before, *years))
    return fields


def record_key(entity: str, name: str) -> str:
    """The key in the record of a field of the ILR."""
    return _OWN_KEYS.get((entity, name), name)


def entity_named(name: str) -> RecordEntity:
    """One entity of the record.

    Errors: UnknownEntity.
    """
    found = union_schema().get(name)
    if found is None:
        raise UnknownEntity(
            f"The record has no entity {name!r}. It has: {', '.join(union_schema())}."
        )
    return found


def field_named(entity: str, name: str) -> RecordField:
    """One field of an entity of the record.

    Errors: UnknownEntity, UnknownField.
    """
    found = entity_named(entity).fields.get(name)
    if found is None:
        why = (
            "Aims are numbered when a return is made."
            if (entity, name) in _NOT_KEPT
            else "Names are the ILR's, letter for letter."
        )
        raise UnknownField(f"{entity} has no field {name!r} in the record. {why}")
    return found


def path_to(entity: str) -> tuple[str, ...]:
    """The entities from the learner down to one, both included.

    Errors: UnknownEntity.
    """
    parent = entity_named(entity).parent
    return (*(path_to(parent) if parent else ()), entity)


def all_fields() -> Iterator[tuple[RecordEntity, RecordField]]:
    """Every field of the record with its entity, in document order."""
    return ((e, f) for e in union_schema().values() for f in e.fields.values())
