"""Read a return once: each part is checked, worked out and laid by while it is there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from openilr.errors import EngineError
from openilr.findings import no_findings
from openilr.funding.frames import earnings
from openilr.ilr.xml import read as xml
from openilr.ilr.years import OPEN_YEARS
from openilr.pipeline.earnings import EarningsOptions, right_year
from openilr.pipeline.pool import by_processes

if TYPE_CHECKING:
    from openilr.ilr.message import Header, Message
    from openilr.ilr.xml.source import Source
    from openilr.pipeline.compare.sides import Shelf
    from openilr.pipeline.options import CheckOptions, Progress
    from openilr.pipeline.parts import PartResult


@dataclass(frozen=True, slots=True)
class Taken:
    """A return that was read; its learners are on the shelf.

    Attributes:
        checked: whether it was checked: asked for, and of a year that is.
        findings: shape `openilr.findings.FINDINGS`.
        not_run: rules that could not run on it.
    """

    name: str
    year: str
    header: "Header"
    counts: xml.Counts
    checked: bool
    findings: pl.DataFrame
    not_run: frozenset[str]

    @property
    def provider(self) -> int | None:
        """The provider."""
        return self.header.provider_UKPRN or self.header.UKPRN


@dataclass(frozen=True, slots=True)
class _Part:
    """What is kept of a part beside the shelf; `checked` is None where it was not asked for."""

    number: int
    year: str
    header: "Header"
    counts: xml.Counts
    checked: "PartResult | None"
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Work:
    """What is done with each part. It can be pickled."""

    shelf: "Shelf"
    check: "CheckOptions | None"
    earn: EarningsOptions
    name: str
    provider: int | None

    def done(self, number: int, message: "Message") -> _Part:
        """Check, work out and lay by one part."""
        right_year(message.year, self.earn)
        _same_provider(message.header, self.provider, self.name)
        checked = None
        if self.check is not None and message.year in OPEN_YEARS:
            # Imported when wanted: the rules take a moment to load.
            from openilr.pipeline.parts import check_part

            checked = check_part(message, self.check)
        earned = earnings(
            message,
            self.earn.tables,
            method=self.earn.method,
            as_at=self.earn.as_at,
            years=self.earn.years,
            history=self.earn.history,
            parameters=self.earn.parameters,
        )
        self.shelf.put(number, message, earned)
        counts = xml.Counts(
            learners=message["Learner"].height, aims=message["LearningDelivery"].height
        )
        return _Part(number, message.year, message.header, counts, checked)


def _read(numbered: tuple[int, xml.Part], work: _Work) -> _Part:
    number, part = numbered
    portion = xml.read_part(part)
    made = work.done(number, portion.message)
    size = (part.end or part.source.size) - part.start
    return _Part(number, made.year, made.header, portion.counts, made.checked, size)


def take(
    source: "Source",
    shelf: "Shelf",
    check: "CheckOptions | None",
    earn: EarningsOptions,
    part_bytes: int,
    progress: "Progress | None" = None,
    *,
    provider: int | None = None,
) -> Taken:
    """Read a file and lay its learners by; `check` None leaves the findings out, `provider` (a
    UKPRN) refuses a file of another one.

    Errors: FileUnreadable, WrongCollectionYear; EngineError for another provider.
    """
    work = _Work(shelf, check, earn, source.name, provider)
    # A shelf in memory is of this process.
    plan = xml.plan(source, target_bytes=part_bytes) if shelf.folder is not None else None
    if plan is not None and len(plan.parts) > 1 and earn.processes > 1:
        try:
            return _taken(source, work, progress, partial(_by_processes, plan, work))
        except xml.NeedsWholeFile:
            shelf.clear()
    return _taken(source, work, progress, partial(_in_this_process, source, work))


def _by_processes(plan: xml.Plan, work: _Work) -> Iterator[_Part]:
    before = plan.before
    numbered = list(enumerate(plan.parts))
    for part in by_processes(numbered, partial(_read, work=work), work.earn.processes):
        work.shelf.before[part.number] = before
        if part.checked is None:
            yield part
        else:
            from openilr.pipeline.parts import moved

            checked = moved(part.checked, before)
            yield _Part(part.number, part.year, part.header, part.counts, checked, part.size)
        before += part.counts


def _in_this_process(source: "Source", work: _Work) -> Iterator[_Part]:
    for number, message in enumerate(xml.read_parts(source)):
        work.shelf.before[number] = xml.Counts()  # its keys are those of the file
        yield work.done(number, message)


def _taken(
    source: "Source",
    work: _Work,
    progress: "Progress | None",
    parts: Callable[[], Iterator[_Part]],
) -> Taken:
    counts = xml.Counts()
    last: list[_Part] = []
    read = 0

    def checks() -> "Iterator[PartResult]":
        nonlocal counts, read
        for part in parts():
            last[:] = [part]
            counts += part.counts
            read += part.size
            if progress is not None:
                progress(source.base_name, read, source.size if read else None)
            if part.checked is not None:
                yield part.checked

    results = checks()
    first = next(results, None)
    found, not_run = no_findings(), frozenset[str]()
    if first is not None and work.check is not None:
        from itertools import chain

        from openilr.pipeline.check import findings_of

        found, listed = findings_of(source, chain([first], results), work.check)
        not_run = frozenset(listed["rule"].to_list())
    part = last[0]
    return Taken(source.name, part.year, part.header, counts, first is not None, found, not_run)


def _same_provider(header: "Header", provider: int | None, name: str) -> None:
    other = header.provider_UKPRN or header.UKPRN
    if provider is not None and other is not None and other != provider:
        raise EngineError(
            f"The files are of two providers: UKPRN {provider} in the first, {other} in {name}."
            " Compare two returns of one provider."
        )
