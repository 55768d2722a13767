"""Parts of a file worked on by this process and others beside it, the results in the order of the
file.
"""

import gc
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from threading import Lock
from typing import Generic, TypeVar

from openilr.ilr.xml import worker

Part = TypeVar("Part")
Result = TypeVar("Result")

_AHEAD = 4
"""How many parts a process may be before the one whose result is wanted next."""


def by_processes(
    parts: Sequence[Part],
    work: Callable[[Part], Result],
    processes: int,
    *,
    prepare: Callable[[], object] | None = None,
) -> Iterator[Result]:
    """What `work` answers for each part, in order; both must be picklable.

    This process is one of them: it begins at once, while a process beside it, which is spawned as
    Polars' threads do not survive a fork, is given its first part only when `prepare` has run
    there.
    Errors: what `work` raises; the parts that wait are then given up.
    """
    beside = min(processes, len(parts)) - 1
    if beside < 1:
        yield from map(work, parts)
        return
    pool = ProcessPoolExecutor(beside, mp_context=get_context("spawn"), initializer=_start)
    queue = _Queue(parts, work, pool, ahead=_AHEAD * processes)
    try:
        for _ in range(beside):
            pool.submit(prepare or _nothing).add_done_callback(queue.one_more)
        yield from queue.results()
    finally:
        queue.close()
        pool.shutdown(wait=True, cancel_futures=True)


class _Queue(Generic[Part, Result]):
    """The parts still to be done, which this process and those beside it take in turn."""

    def __init__(
        self,
        parts: Sequence[Part],
        work: Callable[[Part], Result],
        pool: ProcessPoolExecutor,
        *,
        ahead: int,
    ) -> None:
        self._parts = parts
        self._work = work
        self._pool = pool
        self._ahead = ahead
        self._lock = Lock()
        self._taken = 0
        self._wanted = 0
        self._idle = 0
        self._end = len(parts)
        self._failed: Future[Result] | Future[object] | None = None
        self._made: dict[int, Future[Result]] = {}

    def results(self) -> Iterator[Result]:
        """The results in order, this process doing parts until none is left."""
        while self._wanted < len(self._parts):
            with self._lock:
                made = self._made.get(self._wanted)
                mine = self._take() if made is None or not made.done() else None
            if mine is not None:
                own: Future[Result] = Future()
                own.set_result(_copied(self._work(self._parts[mine])))
                self._made[mine] = own
                continue
            if made is None:
                assert self._failed is not None  # noqa: S101 - else there is a part to take
                self._failed.result()
            result = self._made.pop(self._wanted).result()
            self._wanted += 1
            self._hand_out()
            yield result

    def one_more(self, done: "Future[Result] | Future[object]") -> None:
        """Give the process that has done something its next part; called in a thread of the
        pool.
        """
        if done.cancelled() or done.exception() is not None:
            self._failed = done
            self.close()
            return
        with self._lock:
            self._idle += 1
        self._hand_out()

    def close(self) -> None:
        """Give out no more parts."""
        with self._lock:
            self._end = self._taken

    def _hand_out(self) -> None:
        with self._lock:
            given: list[Future[Result]] = []
            while self._idle and (number := self._take()) is not None:
                self._idle -= 1
                self._made[number] = self._pool.submit(self._work, self._parts[number])
                given.append(self._made[number])
        for future in given:
            future.add_done_callback(self.one_more)

    def _take(self) -> int | None:
        """The number of the next part, None if there is none or it is too far ahead."""
        if self._taken >= min(self._end, self._wanted + self._ahead):
            return None
        self._taken += 1
        return self._taken - 1


def _copied(result: Result) -> Result:
    """A result as it would come from another process: of the memory of its part it keeps none."""
    return pickle.loads(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))  # noqa: S301 - our own


def _nothing() -> None:
    pass


def _start() -> None:
    worker.start()
    # A learner's records are tuples that no cycle holds: looking for cycles finds nothing.
    gc.set_threshold(100_000)
