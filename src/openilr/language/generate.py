"""Writes the typed columns of `columns.py` and `tables.py` from the declarations of fields and
tables.

    python -m openilr.language.generate

A test holds both files to the declarations, so a field is declared once, in `openilr.ilr.fields`,
and a table once, in `openilr.reference.tables`. The files are written out, and not made at import,
so that editors and the type checker know every column and its type.
"""

from collections.abc import Iterator
from pathlib import Path

from openilr.ilr.fields import ENTITIES
from openilr.ilr.schema import Entity, Kind
from openilr.language.nodes import Type
from openilr.reference.tables import LARS, TABLES, Table

HEADER_ENTITIES = ("CollectionDetails", "Source", "LearningProvider")
"""Entities that stand once in a file: their columns are values of the run."""

CODES = frozenset(
    (
        *("LearnDelFAMType", "LearnDelFAMCode", "LearnFAMType", "ESMType", "AFinType", "HRSType"),
        *("LearnAimRef", "EPAOrgID"),
        *("Postcode", "PostcodePrior", "DelLocPostCode", "LSDPostcode", "HEPostCode"),
    )
)
"""Texts compared without regard to capitals, as DfE's code does (spec/rules/README.md section
2)."""

CLASSES = {
    Type.TEXT: "Text",
    Type.INTEGER: "Integer",
    Type.DECIMAL: "Decimal",
    Type.DATE: "Date",
    Type.BOOLEAN: "Boolean",
}


_COLUMNS_HEADER = '''"""The columns of the ILR, typed: each entity with its fields.

Written by `python -m openilr.language.generate` from `openilr.ilr.fields`; change it there. A field
stands here for its union of years; a rule that uses it in a year without it does not register.
"""

# ruff: noqa: D101
from openilr.language.expressions import Code, Date, Decimal, Entity, Integer, Text
from openilr.language.nodes import Column, Scalar, Type

'''

_TABLES_HEADER = '''"""The reference tables, typed: each with its columns.

Written by `python -m openilr.language.generate` from `openilr.reference.tables`; change it there.
A column whose name is no Python name is reached by `table.column(name)`.
"""

# ruff: noqa: D101, N801 - the tables' own names
from openilr.language.expressions import Boolean, Date, Decimal, Integer, TableRows, Text
from openilr.language.nodes import Column, Type

'''


def entity_fields() -> Iterator[tuple[Entity, dict[str, Type]]]:
    """Every entity with a column, with the types of its fields over all years."""
    for entity in ENTITIES:
        fields = {f.name: Type(f.kind.value) for f in entity.fields if f.kind is not Kind.DATETIME}
        if entity.key or fields:
            yield entity, fields


def learner_entities() -> Iterator[tuple[Entity, dict[str, Type]]]:
    """Learner and the entities below it."""
    parents = {e.name: e.parent for e in ENTITIES}

    def below(name: str | None) -> bool:
        return name is not None and (name == "Learner" or below(parents[name]))

    return ((e, fields) for e, fields in entity_fields() if below(e.name))


def useful_tables() -> Iterator[Table]:
    """The tables that rules look things up in: all but the code lists of LARS."""
    for table in TABLES.values():
        if table.origin is not LARS or f"{table.key[0]}Desc" not in table.names:
            yield table


def _attribute(name: str, kind: str, made: str) -> list[str]:
    """One column of a class, laid out as the formatter does."""
    line = f"    {name} = {kind}({made})"
    if len(line) <= 100:
        return [line]
    return [f"    {name} = {kind}(", f"        {made}", "    )"]


def columns_source() -> str:
    """The text of `columns.py`."""
    lines = [_COLUMNS_HEADER]
    for entity, fields in entity_fields():
        if entity.name not in HEADER_ENTITIES:
            continue
        lines.append(f"class _{entity.name}:")
        for name, kind in fields.items():
            made = f'Scalar(Type.{kind.name}, "{entity.name}.{name}")'
            lines += _attribute(name, CLASSES[kind], made)
        lines += ["", "", f"{entity.name} = _{entity.name}()", "", ""]
    names: list[str] = []
    for entity, fields in learner_entities():
        lines.append(f"class _{entity.name}(Entity):")
        for name, kind in fields.items():
            made = "Code" if name in CODES else CLASSES[kind]
            column = f'Column(Type.{kind.name}, "{entity.name}", "{name}")'
            lines += _attribute(name, made, column)
        lines += ["", "", f'{entity.name} = _{entity.name}("{entity.name}")']
        lines += [f"{name} = {entity.name}.{name}" for name in fields]
        lines += ["", ""]
        names += fields
    twice = {n for n in names if names.count(n) > 1}
    if twice:
        raise ValueError(f"fields of two entities: {sorted(twice)}")
    return "\n".join(lines).rstrip() + "\n"


def tables_source() -> str:
    """The text of `tables.py`."""
    lines = [_TABLES_HEADER]
    for table in useful_tables():
        lines.append(f"class _{table.name}(TableRows):")
        lines += [f'    table = "{table.name}"', ""]
        for column in table.columns:
            if column.name.isidentifier():
                kind = Type(column.type.value)
                made = f'Column(Type.{kind.name}, "{table.name}", "{column.name}")'
                lines += _attribute(column.name, CLASSES[kind], made)
        lines += ["", "", f"{table.name} = _{table.name}()", "", ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    """Write both files."""
    here = Path(__file__).parent
    (here / "columns.py").write_text(columns_source(), encoding="utf-8")
    (here / "tables.py").write_text(tables_source(), encoding="utf-8")


if __name__ == "__main__":
    main()
