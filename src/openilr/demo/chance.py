"""Chance and dates: every random choice of the demo comes from a generator made here.

A learner has a generator of their own, seeded by (seed, year, number), so the same learner comes
out whatever the size of the file and of its batches.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")


def generator(*key: object) -> Random:
    """A generator that gives the same numbers for the same key, on every machine."""
    return Random("/".join(map(str, key)))  # noqa: S311 - invented data, not secrets


def uuid(rng: Random) -> str:
    """A random UUID (version 4) as text."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def happens(rng: Random, share: float) -> bool:
    """Whether something with this probability happens."""
    return rng.random() < share


def weighted(rng: Random, choices: Sequence[tuple[T, int]]) -> T:
    """One of the choices, each with its weight."""
    at = rng.randrange(sum(weight for _, weight in choices))
    for choice, weight in choices:
        at -= weight
        if at < 0:
            return choice
    raise AssertionError("weights are positive")


def days(number: float) -> timedelta:
    """A span of days, rounded down."""
    return timedelta(days=int(number))


def day_between(rng: Random, first: date, last: date) -> date:
    """A day from `first` to `last`, both included; `last` where there is none between."""
    span = (last - first).days
    return first + timedelta(days=rng.randint(0, span)) if span > 0 else last


def monday(day: date, *, not_before: date) -> date:
    """The Monday of the day's week, or the day itself where that Monday is too early."""
    start = day - timedelta(days=day.weekday())
    return start if start >= not_before else day
