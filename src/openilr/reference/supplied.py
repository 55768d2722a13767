"""The reference tables of one run: what the store has in force, with what the caller gave instead.

Nothing here imports Polars until a frame is asked for: the reader of one learner asks for rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from openilr.errors import ReferenceDataMissing
from openilr.reference.tables import TABLES, table

if TYPE_CHECKING:
    import polars as pl

    from openilr.reference.arrow import Row, Rows
    from openilr.reference.overrides import Overrides


class Tables:
    """The reference tables of one run, read when first asked for; never changed.

    It is cheap to make and to send to a worker: tables of the store travel as paths, given ones as
    Arrow bytes.

    Attributes:
        releases: what was used, for the record of a run: "lars" -> release id, a table outside LARS
            -> release id, a table that the caller gave -> "given" and the start of its SHA-256.
    """

    __slots__ = ("_frames", "_held", "_rows", "releases")

    def __init__(
        self, held: Mapping[str, "Path | pl.DataFrame | bytes"], releases: Mapping[str, str]
    ) -> None:
        self._held = dict(held)
        self.releases: Mapping[str, str] = MappingProxyType(dict(releases))
        self._frames: dict[str, pl.DataFrame] = {}
        self._rows: dict[tuple[str, tuple[str, ...]], Rows] = {}

    def supplied(self, name: str) -> bool:
        """Whether a table is there; it may be empty.

        Errors: KeyError if no such table is declared.
        """
        return table(name).name in self._held

    @property
    def names(self) -> tuple[str, ...]:
        """The tables that are there, in the order of their declarations."""
        return tuple(name for name in TABLES if name in self._held)

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of `names` that are not there."""
        return tuple(name for name in names if not self.supplied(name))

    def frame(self, name: str) -> "pl.DataFrame":
        """A table as a frame: every declared column, its type by `values.dtype`, sorted by key.

        An optional table that is not there has no rows.
        Errors: ReferenceDataMissing, saying how to get it, if another table is not there.
        """
        if name not in self._frames:
            import polars as pl

            match self._source(name):
                case Path() as path:
                    self._frames[name] = pl.read_parquet(path, glob=False)
                case bytes() as data:
                    from openilr.reference.arrow import frame_of

                    self._frames[name] = frame_of(data)
                case None:
                    from openilr.reference.values import dtype

                    schema = {c.name: dtype(c) for c in table(name).columns}
                    self._frames[name] = pl.DataFrame(schema=schema)
                case frame:
                    self._frames[name] = frame
        return self._frames[name]

    def rows(self, name: str, columns: Sequence[str] = ()) -> "Rows":
        """A table for looking up rows by key, without Polars.

        An optional table that is not there has no rows.

        Attributes:
            columns: those that the rows hold, beside the key's; all of them if none is named. The
                few that are needed cost a fraction of the 56 of the LARS learning aims.
        Errors: ReferenceDataMissing, saying how to get it, if another table is not there; KeyError
            if it has no such column.
        """
        asked = name, tuple(columns)
        if asked not in self._rows:
            from openilr.reference.arrow import no_rows, of_frame, read_rows, rows_of

            declared = table(name)
            wanted = {declared.column(c).name for c in (*columns, *declared.key)}
            kept = tuple(c for c in declared.names if not columns or c in wanted)
            match self._source(name):
                case Path() as path:
                    self._rows[asked] = read_rows(path, declared.key, kept)
                case bytes() as data:
                    self._rows[asked] = rows_of(data, declared.key, kept)
                case None:
                    self._rows[asked] = no_rows(declared.key, kept)
                case frame:
                    self._rows[asked] = rows_of(of_frame(frame), declared.key, kept)
        return self._rows[asked]

    def find(self, name: str, *key: object, columns: Sequence[str] = ()) -> tuple["Row", ...]:
        """The rows of a table with these values in its first key columns, in stored order.

        A key of None finds nothing. The rows are shared: do not change them.
        Errors: as `rows`.
        """
        return self.rows(name, columns).find(*key)

    def _source(self, name: str) -> "Path | pl.DataFrame | bytes | None":
        declared = table(name)
        if name not in self._held:
            if declared.optional:
                return None
            raise ReferenceDataMissing(declared.waiting)
        return self._held[name]

    def __getstate__(self) -> tuple[dict[str, Path | bytes], dict[str, str]]:
        held: dict[str, Path | bytes] = {}
        for name, source in self._held.items():
            if isinstance(source, Path | bytes):
                held[name] = source
            else:
                from openilr.reference.arrow import of_frame

                held[name] = of_frame(source)
        return held, dict(self.releases)

    def __setstate__(self, state: tuple[dict[str, Path | bytes], dict[str, str]]) -> None:
        held, releases = state
        self.__init__(held, releases)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{s}: {r}' for s, r in self.releases.items())})"


NO_TABLES = Tables({}, {})
"""No reference data at all: the rules that need any are not run."""


def tables_for(store: Path | None, overrides: "Overrides | Path | None" = None) -> Tables:
    """The tables of a run: those in force in the store, and those given in their place.

    A table of an older release that the one in force lacks is not taken from the older one.
    Errors: ReferenceDataRefused if a given file is malformed or the store is damaged.
    """
    from openilr.reference.store import current

    held: dict[str, Path | pl.DataFrame | bytes] = {}
    releases: dict[str, str] = {}
    # a worker may stand in another folder
    for release in (current(store.resolve()) if store else {}).values():
        for name in release.rows:
            if name in TABLES:
                held[name] = release.path(name)
        releases[release.set] = release.id
    if isinstance(overrides, Path):
        from openilr.reference.overrides import read_overrides

        overrides = read_overrides(overrides)
    if overrides:
        held.update(overrides.frames)
        releases.update(overrides.releases)
    return Tables(held, releases)
