"""Seconds by stage."""

import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager


class Stopwatch:
    """Seconds by stage, in the order in which the stages were first met."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Add the time that the block takes to the stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add({name: time.perf_counter() - start})

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add the seconds of another stopwatch."""
        for name, more in seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + more
