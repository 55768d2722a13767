"""The rules of a check prepared for small files: compiled, with the words that go with them, and
kept on disk so that the next check need not declare six hundred rules again.

What is kept is named after everything it was made from: the text of the modules and tables that
declare rules, the version of Python, and what was asked for. A file that is not whole, or that
others could have written, is not read but made again.
"""

import hashlib
import importlib.util
import marshal
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import openilr
from openilr.errors import OutputRefused
from openilr.language.compiled import Compiled, CompiledRule
from openilr.rules.catalogue import RuleText, plain_name

_ROOMS = ("ilr", "reference", "language", "derived", "rules")
"""The folders whose text makes rules what they are."""

_KEPT = 24
"""How many prepared sets stay on disk."""

_MARK = b"OpenILR rules 1\n"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a set of rules is prepared for.

    Attributes:
        tables: the reference tables there are.
        names: plain names of the rules to run; None is all.
    """

    year: str
    return_period: int
    tables: tuple[str, ...]
    names: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A set of rules, ready to run.

    Attributes:
        not_run: the rules that do not run: name, reason, reference table waited for.
        asked: how many checks the year has of those asked for, field checks and all.
    """

    compiled: Compiled
    not_run: tuple[tuple[str, str, str | None], ...]
    asked: int
    texts: dict[str, RuleText]


def prepared(asked: Asked, folder: Path | None = None) -> Prepared:
    """The rules for what is asked, from a folder that keeps them, or else declared and compiled.

    A folder that cannot be written is done without.
    """
    made_from = _made_from() if folder else None
    if folder is None or made_from is None:
        return _declared(asked)
    path = folder / f"{made_from}-{_digest(repr(_sorted(asked)))}.rules"
    found = _read(path)
    if found is not None:
        return found
    made = _declared(asked)
    with suppress(OSError, OutputRefused):
        _write(path, made)
    return made


def _declared(asked: Asked) -> Prepared:
    """The rules from their declarations."""
    from openilr.language.single import compile_rules
    from openilr.rules.listing import NOT_WRITTEN, listing, rule_texts, unwritten
    from openilr.rules.registry import select

    year, names = asked.year, asked.names
    chosen = select(year, return_period=asked.return_period, tables=asked.tables, names=names)
    not_run = [(n.rule, n.reason, n.table) for n in chosen.not_run]
    not_run += [(rule, NOT_WRITTEN, None) for rule in unwritten(year)]
    return Prepared(
        compile_rules(chosen.rules, year)[0],
        tuple(n for n in not_run if names is None or plain_name(n[0]) in names),
        sum(names is None or plain_name(r.rule) in names for r in listing(year)),
        rule_texts(year),
    )


# -- on disk ---------------------------------------------------------------------------------------


def _sorted(asked: Asked) -> tuple[object, ...]:
    names = None if asked.names is None else sorted(asked.names)
    return asked.year, asked.return_period, asked.tables, names


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def _made_from() -> str | None:
    """A digest of all that rules are made from; None if it does not stand in files."""
    digest = hashlib.sha256(f"{sys.version}{importlib.util.MAGIC_NUMBER!r}".encode())
    root = Path(openilr.__file__).parent
    if not root.is_dir():
        return None
    for path in _texts(root):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _texts(root: Path) -> Iterator[Path]:
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in (".py", ".csv", ".yaml", ".json"):
                yield path


def _read(path: Path) -> Prepared | None:
    """What a file keeps; None if it is not there, not whole or not safely ours."""
    try:
        with path.open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            data = file.read()
    except OSError:
        return None
    start = len(_MARK) + hashlib.sha256().digest_size
    body = data[start:]
    if data[:start] != _MARK + hashlib.sha256(body).digest():
        return None
    return _unpacked(marshal.loads(body))  # noqa: S302 - our own file, as made above


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody but this user can have written a file."""
    if not hasattr(os, "getuid"):
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return status.st_uid == os.getuid() and not status.st_mode & others


def _write(path: Path, made: Prepared) -> None:
    from openilr.atomic import replacing

    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = marshal.dumps(_packed(made))
    with replacing(path) as beside:
        beside.chmod(0o600)
        beside.write_bytes(_MARK + hashlib.sha256(body).digest() + body)
    kept = sorted(path.parent.glob("*.rules"), key=lambda p: p.stat().st_mtime_ns)
    for old in kept[:-_KEPT]:
        old.unlink(missing_ok=True)


def _packed(made: Prepared) -> tuple[Any, ...]:
    """Prepared rules as plain data."""
    c = made.compiled
    rules = tuple(tuple(getattr(r, f) for f in CompiledRule.__slots__) for r in c.rules)
    texts = tuple(tuple(getattr(t, f) for f in RuleText.__slots__) for t in made.texts.values())
    parts = (c.code, dict(c.constants), dict(c.rows), dict(c.scalars), c.checks)
    return (*parts, rules, dict(c.tables), dict(c.paths), made.not_run, made.asked, texts)


def _unpacked(data: object) -> Prepared:
    packed = cast("tuple[Any, ...]", data)
    code, constants, rows, scalars, checks, rules, tables, paths, not_run, asked, texts = packed
    compiled = Compiled(
        code,
        constants,
        rows,
        scalars,
        checks,
        tuple(CompiledRule(*r) for r in rules),
        tables,
        paths,
    )
    told = [RuleText(*t) for t in texts]
    return Prepared(compiled, not_run, asked, {t.rule: t for t in told})
