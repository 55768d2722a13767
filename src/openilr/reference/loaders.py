"""Published and kept files recognised and read: one file in, one or more releases out.

What is recognised, by its content and then by its name:

- a zip with LARS files in it: the LARS download;
- a zip with an ONS postcode file in it, or that CSV itself (columns pcds or pcd, and doterm), or a
  plain list of postcodes with or without a heading;
- a CSV named after a table ("contracts.csv") with our column names;
- a CSV with a UKPRN and a name: organisations, as the UK Register of Learning Providers has them;
- a CSV with an assessment organisation's id and a standard: the assessment organisations;
- a JSON file, table -> list of rows, with our column names.

A file is read whole before anything is kept, and a fault anywhere in it refuses it. Columns that a
published file has beside the declared ones are left out and said so.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import cast

import polars as pl

from openilr.reference.files import (
    Csv,
    line_of,
    members,
    open_csv,
    read_csv,
    refuse,
    sha256,
    unpacked,
)
from openilr.reference.jsonfile import read_json
from openilr.reference.tables import AUDIT_COLUMNS, TABLES, Table, near, postcode
from openilr.reference.values import BadRowError, typed

LARS_SET = "lars"
"""The release of all LARS tables; each other table is a release of its own, named after it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One release read from a file, not yet kept.

    Attributes:
        set: LARS_SET or the name of a table: what the release replaces when it comes into force.
        version: the release's own version ("12.0.1"), or "".
        dated: the day that the file itself says it is of, or None.
        notes: what was left out of the file, for people.
    """

    set: str
    frames: Mapping[str, pl.DataFrame]
    file: str
    sha256: str
    version: str = ""
    dated: date | None = None
    notes: tuple[str, ...] = ()


def read_file(path: Path) -> list[Loaded]:
    """The releases in one file.

    Errors: ReferenceDataRefused if the file is not recognised or is malformed anywhere.
    """
    if not path.is_file():
        raise refuse(path.name, "there is no such file")
    suffix = path.suffix.lower()
    if suffix == ".zip":
        return [_zip(path)]
    if suffix == ".json":
        return _json(path)
    if suffix == ".csv":
        return [_csv(path, path.name, path.stem, path)]
    raise refuse(path.name, "this is neither a .zip, a .csv nor a .json file")


# --------------------------------------------------------------------------------------- one CSV


def table_from_csv(
    file: Csv,
    table: Table,
    *,
    sources: Mapping[str, int] | None = None,
    extra: str = "refuse",
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The typed rows of a table from a CSV file, and the columns that were left out.

    Attributes:
        sources: column of the table -> position in the file; by name if not given.
        extra: "refuse" refuses a column that the table does not have, "ignore" leaves it out.
    Errors: ReferenceDataRefused with the line.
    """
    left_out: tuple[str, ...] = ()
    if sources is None:
        sources, left_out = _by_name(file, table)
        if left_out and extra == "refuse":
            hint = near(left_out[0], table.names)
            raise refuse(
                file.name,
                f"{table.name} has no column {left_out[0]!r}{hint}; "
                f"it has {', '.join(table.names)}",
                1,
            )
    text = read_csv(file, list(sources.values()))
    text.columns = list(sources)
    return _typed(text, table, file), left_out


def _typed(text: pl.DataFrame, table: Table, file: Csv) -> pl.DataFrame:
    try:
        return typed(text, table)
    except BadRowError as bad:
        reason = bad.reason
        if bad.other is not None:
            reason += f" (first on line {line_of(file, bad.other)})"
        raise refuse(file.name, reason, line_of(file, bad.row)) from bad


def _by_name(file: Csv, table: Table) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where the declared columns stand, whatever the case of their names; and the other columns."""
    known = {c.name.lower(): c.name for c in table.columns}
    sources: dict[str, int] = {}
    other: list[str] = []
    for position, name in enumerate(file.heading):
        column = known.get(name.lower())
        if column is None:
            if name and name not in AUDIT_COLUMNS:
                other.append(name)
        elif column in sources:
            raise refuse(file.name, f"the column {column} stands twice in the heading", 1)
        else:
            sources[column] = position
    return sources, tuple(other)


def _missing(file: Csv, wanted: Iterable[str], sources: Mapping[str, int]) -> None:
    missing = [name for name in wanted if name not in sources]
    if missing:
        columns, are = ("columns", "are") if len(missing) > 1 else ("column", "is")
        raise refuse(
            file.name, f"the {columns} {', '.join(missing)} {are} missing from the heading", 1
        )


def _csv(path: Path, name: str, stem: str, source: Path) -> Loaded:
    """The release in a CSV file: `path` is where it lies, `source` the file it came from."""
    file = open_csv(path, name)
    wanted = _kind(file, stem)
    notes: tuple[str, ...] = ()
    dated = None
    if wanted == "ons":
        frame, dated = _postcodes(file, stem)
        table = TABLES["postcodes"]
    elif wanted == "list of postcodes":
        table = TABLES["postcodes"]
        headed = _plain(file.heading[0]) in _ONS_POSTCODE | _POSTCODE_HEADINGS
        listed = file if headed else open_csv(path, name, heading=False)
        frame, _ = table_from_csv(listed, table, sources={"Postcode": 0})
    elif wanted in _ALIASES:
        table = TABLES[wanted]
        sources = _by_alias(file, _ALIASES[wanted])
        frame, _ = table_from_csv(file, table, sources=sources)
        other = [h for i, h in enumerate(file.heading) if h and i not in sources.values()]
        notes = _left_out(name, other)
    else:
        table = TABLES[wanted]
        sources, _ = _by_name(file, table)
        if file.heading:
            _missing(file, table.key, sources)
        frame, _ = table_from_csv(file, table)
    return Loaded(
        set=table.name,
        frames={table.name: frame},
        file=source.name,
        sha256=sha256(source),
        dated=dated,
        notes=notes,
    )


def _kind(file: Csv, stem: str) -> str:
    """Which table a CSV file holds, or "ons" or "list of postcodes".

    Errors: ReferenceDataRefused, naming what is known, if nothing fits.
    """
    names = {_plain(h) for h in file.heading}
    if names & _ONS_POSTCODE and names & {"doterm", "dointr"}:
        return "ons"
    if stem in TABLES:
        if TABLES[stem].file:
            raise refuse(file.name, "a LARS table is loaded with its whole download, as one zip")
        if not file.heading or names & {_plain(c) for c in TABLES[stem].names}:
            return stem
    if stem.lower() + ".csv" in _LARS_FILES:
        raise refuse(file.name, "a LARS table is loaded with its whole download, as one zip")
    if len(file.heading) == 1:
        if names <= _ONS_POSTCODE | _POSTCODE_HEADINGS:
            return "list of postcodes"
        if _POSTCODE_SHAPE.fullmatch(postcode(file.heading[0])):
            return "list of postcodes"
    for table, aliases in _ALIASES.items():
        if all(names & aliases[column] for column in aliases if column in _NEEDED[table]):
            return table
    kept = sorted(t.name for t in TABLES.values() if not t.file)
    raise refuse(
        file.name,
        f"this is not a file that OpenILR knows{near(stem, kept)}; name a CSV with our columns "
        f"after its table: {', '.join(kept)}",
    )


_POSTCODE_SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
_ONS_POSTCODE = frozenset({"pcds", "pcd8", "pcd7", "pcd2", "pcd"})
_POSTCODE_HEADINGS = frozenset({"postcode", "postcodes"})
_LARS_FILES = {t.file.lower(): t for t in TABLES.values() if t.file}


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


# What other people call the columns of two registers. Their exports are described in nothing that
# we hold, so these names are guesses of ours: a column that is not recognised is said to be left
# out.
_ALIASES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "epa_organisations": {
        "EPAOrgID": frozenset(
            {"epaorgid", "epaoid", "epaorganisationid", "endpointassessmentorganisationid"}
        ),
        "StandardCode": frozenset({"standardcode", "larscode", "larsstandardcode", "standard"}),
        "EffectiveFrom": frozenset({"effectivefrom", "effectivefromdate", "datefrom"}),
        "EffectiveTo": frozenset({"effectiveto", "effectivetodate", "dateto"}),
    },
    "organisations": {
        "UKPRN": frozenset({"ukprn", "providerukprn", "unitedkingdomproviderreferencenumber"}),
        "Name": frozenset(
            {"name", "providername", "legalname", "organisationname", "viewname", "tradingname"}
        ),
        "LegalOrgType": frozenset({"legalorgtype"}),
        "IsPartner": frozenset({"ispartner", "partnerukprn"}),
        "LongTermResid": frozenset({"longtermresid"}),
    },
}
_NEEDED = {"epa_organisations": ("EPAOrgID", "StandardCode"), "organisations": ("UKPRN", "Name")}


def _by_alias(file: Csv, aliases: Mapping[str, frozenset[str]]) -> dict[str, int]:
    sources: dict[str, int] = {}
    for position, name in enumerate(file.heading):
        for column, known in aliases.items():
            if _plain(name) in known and column not in sources:
                sources[column] = position
    return sources


def _left_out(name: str, columns: Sequence[str]) -> tuple[str, ...]:
    return (f"{name}: left out {', '.join(columns)}",) if columns else ()


# ------------------------------------------------------------------------------------- postcodes


def _postcodes(file: Csv, stem: str) -> tuple[pl.DataFrame, date | None]:
    """The postcodes of an ONS Postcode Directory or NSPL file, and the month in its name.

    The month of termination is kept as its first day: ONS gives year and month alone.
    """
    plain = [_plain(h) for h in file.heading]
    column = next(n for n in ("pcds", "pcd8", "pcd7", "pcd2", "pcd") if n in plain)
    sources = {"Postcode": plain.index(column)}
    if "doterm" in plain:
        sources["Termination"] = plain.index("doterm")
    authority = re.compile(r"laua|oslaua|lad(?:[0-9]{2})?cd")
    found = [i for i, name in enumerate(plain) if authority.fullmatch(name)]
    if found:
        sources["LocalAuthority"] = found[0]
    text = read_csv(file, list(sources.values()))
    text.columns = list(sources)
    if "Termination" in sources:
        month = pl.col("Termination").str.strip_chars()
        text = text.with_columns(
            pl.when(month.str.contains(r"^[0-9]{6}$"))
            .then(month.str.head(4) + "-" + month.str.tail(2) + "-01")
            .otherwise(month)
            .alias("Termination")
        )
    return _typed(text, TABLES["postcodes"], file), _month_in(stem)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def _month_in(stem: str) -> date | None:
    """The month that an ONS file name carries ("ONSPD_NOV_2025_UK")."""
    found = re.search(rf"({'|'.join(_MONTHS)})[a-z]*[_ -]?(20[0-9]{{2}})", stem.lower())
    if not found:
        return None
    month = [n for n, name in enumerate(_MONTHS, start=1) if name == found[1]][0]
    return date(int(found[2]), month, 1)


# ------------------------------------------------------------------------------------------- zip


def _zip(path: Path) -> Loaded:
    with members(path) as infos:
        by_file = {PurePosixPath(n.replace("\\", "/")).name.lower(): n for n in infos}
        if "learningdelivery.csv" in by_file or sum(f in _LARS_FILES for f in by_file) > 2:
            return _lars(path, by_file)
        csvs = [n for n in infos if n.lower().endswith(".csv")]
        # the ONS zip has one large file and many small lists of codes and parts
        large = [n for n in csvs if re.search(r"(onspd|nspl)[^/]*\.csv$", n.lower())]
        whole = [n for n in large if "multi_csv" not in n.lower()]
        chosen = whole if len(whole) == 1 else csvs
        if len(chosen) != 1:
            raise refuse(
                path.name,
                "this is neither the LARS CSV download nor an ONS postcode zip, and it does not "
                "hold exactly one CSV file",
            )
        member = PurePosixPath(chosen[0].replace("\\", "/"))
        with unpacked(path, chosen[0]) as file:
            return _csv(file, f"{member.name} of {path.name}", member.stem, path)


def _lars(path: Path, by_file: Mapping[str, str]) -> Loaded:
    """The LARS release in the published CSV zip."""
    absent = [t.file for t in _LARS_FILES.values() if t.core and t.file.lower() not in by_file]
    if absent:
        raise refuse(path.name, f"the LARS zip does not hold {', '.join(sorted(absent))}")
    frames: dict[str, pl.DataFrame] = {}
    notes: list[str] = []
    for file_name, table in sorted(_LARS_FILES.items()):
        if file_name not in by_file:
            continue
        with unpacked(path, by_file[file_name]) as member:
            file = open_csv(member, f"{table.file} of {path.name}")
            sources, _ = _by_name(file, table)
            missing = [name for name in table.names if name not in sources]
            if missing and not table.core:
                notes.append(f"{table.file} left out: it has no column {', '.join(missing)}")
                continue
            _missing(file, table.names, sources)
            frames[table.name], other = table_from_csv(file, table, extra="ignore")
            notes += _left_out(table.file, other)
    lesser = [t.file for t in _LARS_FILES.values() if t.file.lower() not in by_file]
    if lesser:
        notes.append(f"not in the download: {', '.join(sorted(lesser))}")
    unknown = sorted(n for f, n in by_file.items() if f not in _LARS_FILES and f.endswith(".csv"))
    if unknown:
        notes.append(f"files left out: {', '.join(unknown)}")
    return Loaded(
        set=LARS_SET,
        frames=frames,
        file=path.name,
        sha256=sha256(path),
        version=_lars_version(frames),
        dated=_lars_date(frames),
        notes=tuple(notes),
    )


def _lars_version(frames: Mapping[str, pl.DataFrame]) -> str:
    """The greatest version in Version.csv ("12.0.1"), or "" if it has none."""
    if "lars_version" not in frames:
        return ""
    numbers = frames["lars_version"].select("MajorNumber", "MinorNumber", "MaintenanceNumber")
    found = [
        tuple(int(part) for part in row)
        for row in numbers.rows()
        if all(part and str(part).isdigit() for part in row)
    ]
    return ".".join(map(str, max(found))) if found else ""


def _lars_date(frames: Mapping[str, pl.DataFrame]) -> date | None:
    """The last day in DataGeneration.csv, or None."""
    if "lars_data_generation" not in frames:
        return None
    return cast("date | None", frames["lars_data_generation"]["DataGeneratedOn"].max())


# ------------------------------------------------------------------------------------------ JSON


def _json(path: Path) -> list[Loaded]:
    tables = read_json(path)
    lars = sorted(name for name in tables if TABLES[name].file)
    if lars:
        raise refuse(path.name, f"{lars[0]} is loaded with the whole LARS download, as one zip")
    digest = sha256(path)
    return [Loaded(name, {name: frame}, path.name, digest) for name, frame in tables.items()]
