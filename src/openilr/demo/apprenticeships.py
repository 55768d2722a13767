"""Apprenticeships (FundModel 36, ProgType 25) of every kind, from the day before the start to the
result of the assessment.

Source: how an apprenticeship is recorded, spec/ilr/collection.md section 5; the limits named below
are those of DfE's validation rules.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from openilr.demo.chance import (
    day_between,
    days,
    happens,
    monday,
    weighted,
)
from openilr.demo.delivery import add_aim, complete, fam, hours, pause, withdraw
from openilr.demo.employers import EMPLOYERS, OWN_STAFF, Employer
from openilr.demo.offer import ENGLISH, FOUNDATION, MATHS, PARTNERS, PROGRAMME, STANDARDS, Standard
from openilr.demo.people import (
    Identity,
    before,
    born_aged,
    in_work,
    may_be_apprenticed,
    monitoring,
    out_of_work,
    person,
    prior_attainment,
    prior_level,
)
from openilr.demo.places import SITES
from openilr.demo.record import Row, Value
from openilr.demo.setting import Setting
from openilr.ilr.dates import add_months, add_years
from openilr.ilr.dates import age as age_on
from openilr.ilr.identifiers import UNKNOWN_EMPLOYER

SHORTER = date(2025, 8, 1)
"""From this start on an apprenticeship must be planned for 242 days and hold 187 hours of training
off the job; before, 365 days and (since 1 August 2022) 278 hours."""

LEVEL_7_LIMITED = date(2026, 1, 1)
"""From this start on level 7 is for learners of 16 to 21, and for care leavers and learners with an
education, health and care plan under 25."""

_OLDEST_START = date(2021, 8, 2)


class Fate(StrEnum):
    """What has become of the apprenticeship by the day of the file."""

    STARTED = "started this year"
    CONTINUING = "started before, continuing"
    WITHDRAWN = "withdrawn"
    PAUSED = "on a break"
    RETURNED = "back from a break"
    AWAITING = "training finished, assessment to come"
    ACHIEVED = "achieved"
    FAILED = "not passed"


@dataclass(frozen=True, slots=True)
class Story:
    """What makes one kind of apprentice; chance does the rest.

    Attributes:
        ages: the youngest and the oldest at the start.
        english_maths: the share who also take English or maths.
        support: learning support funding.
        care_leaver: and under 25.
        ehc_plan: has an education, health and care plan.
        new_price: the price is agreed anew on the way.
        new_employer: the apprentice changes employer on the way.
        new_standard: the apprentice leaves one standard for another.
        redundant: loses the job and goes on learning.
        own_staff: is employed by the provider.
        flexi_job: is employed by a flexi-job apprenticeship agency.
        known_already: prior learning shortens the programme and lowers the price.
        payments: the employer pays its share and it is recorded.
    """

    fate: Fate
    ages: tuple[int, int] = (16, 58)
    levels: tuple[int, ...] = (2, 3)
    foundation: bool = False
    english_maths: float = 0.2
    support: bool = False
    care_leaver: bool = False
    ehc_plan: bool = False
    new_price: bool = False
    new_employer: bool = False
    new_standard: bool = False
    redundant: bool = False
    own_staff: bool = False
    flexi_job: bool = False
    known_already: bool = False
    payments: bool = False
    earliest: date = _OLDEST_START


@dataclass(frozen=True, slots=True)
class Stretch:
    """One unbroken stretch of a programme: from a start, or a return, to what ended it.

    Attributes:
        end: the last day of learning, None while it goes on.
        status: CompStatus.
        outcome: Outcome, None while it goes on.
        achieved: AchDate.
        first_start: of the programme where this stretch is a return.
    """

    start: date
    planned_end: date
    end: date | None = None
    status: int = 1
    outcome: int | None = None
    achieved: date | None = None
    grade: str | None = None
    reason: int | None = None
    first_start: date | None = None


_OF_LEVEL = {
    level: tuple(s for s in STANDARDS if s.level == level and s.kind is None)
    for level in range(2, 8)
}
_FOUNDATION = tuple(s for s in STANDARDS if s.kind == FOUNDATION)
_FLEXI_JOB = tuple(e for e in EMPLOYERS if e.flexi_job)
_CO_INVESTORS = tuple(e for e in EMPLOYERS if e.co_invests)
_NUMBERED = tuple(e for e in EMPLOYERS if e.EmpId != UNKNOWN_EMPLOYER)
_REASONS = ((2, 8), (3, 8), (29, 6), (43, 4), (44, 30), (46, 3), (97, 10), (98, 3))


def _length(standard: Standard, rng: Random, *, soon: bool) -> int:
    """The planned months: as is typical, or somewhat less where the start allows it."""
    if standard.short and soon and happens(rng, 0.3):
        return max(9, standard.months - rng.randint(1, 3))
    return standard.months


def _stretches(story: Story, standard: Standard, year: Setting, rng: Random) -> list[Stretch]:
    """The stretches of a programme in the order of time."""
    first, now = year.first, year.horizon
    earliest = max(story.earliest, standard.since)
    months = _length(standard, rng, soon=earliest >= SHORTER or story.fate is Fate.STARTED)
    whole = days(months * 30.44)
    match story.fate:
        case Fate.STARTED | Fate.CONTINUING:
            if story.fate is Fate.STARTED or earliest >= first:
                low, high = max(first, earliest), now
            else:
                # Some are a few weeks past their planned end and still learning.
                low, high = max(earliest, now - whole - days(45)), first - days(1)
                low = min(low, high - days(60))
            low = max(low, earliest)
            start = monday(day_between(rng, low, high), not_before=min(low, high))
            return [Stretch(start, add_months(start, months))]
        case Fate.WITHDRAWN | Fate.PAUSED:
            paused = story.fate is Fate.PAUSED
            latest = max(first, now - days(14)) if story.new_standard else now
            end = day_between(rng, first - days(110) if paused else first, latest)
            start = end - days(rng.uniform(25, whole.days * 0.7))
            start = max(start - days(start.weekday()), earliest)
            return [
                Stretch(
                    start,
                    add_months(start, months),
                    end=max(start, end),
                    status=6 if paused else 3,
                    outcome=3,
                    reason=None
                    if paused
                    else 40
                    if story.new_standard
                    else weighted(rng, _REASONS),
                )
            ]
        case Fate.RETURNED:
            back = day_between(rng, first - days(160), now)
            last = back - days(rng.randint(35, 220))
            start = last - days(rng.uniform(60, whole.days * 0.6))
            start = max(start - days(start.weekday()), earliest)
            last = max(last, start + days(20))
            back = max(back, last + days(30))
            planned_end = add_months(start, months)
            return [
                Stretch(start, planned_end, end=last, status=6, outcome=3),
                Stretch(back, planned_end + (back - last), first_start=start),
            ]
        case Fate.AWAITING:
            end = day_between(rng, now - days(75), now)
            start = end - whole - days(rng.randint(-20, 45))
            start -= days(start.weekday())
            return [Stretch(start, add_months(start, months), end=end, outcome=8)]
        case Fate.ACHIEVED | Fate.FAILED:
            achieved = day_between(rng, first, now)
            end = achieved - days(rng.randint(14, 75))
            start = min(end - whole - days(rng.randint(-25, 45)), end - days(370))
            start -= days(start.weekday())
            passed = story.fate is Fate.ACHIEVED
            return [
                Stretch(
                    start,
                    add_months(start, months),
                    end=end,
                    status=2,
                    outcome=1 if passed else 3,
                    achieved=achieved,
                    grade=weighted(rng, (("PA", 5), ("ME", 3), ("DS", 3))) if passed else "FL",
                )
            ]


def _born(story: Story, standard: Standard, start: date, rng: Random) -> date:
    """A birth date that suits the kind of apprentice and the age rules of the standard."""
    youngest, oldest = story.ages
    if standard.level >= 4:
        youngest = max(youngest, 17 + standard.level - 4)
        oldest = max(oldest, youngest)
    if story.foundation:
        oldest = min(oldest, 21)
    if story.care_leaver or story.ehc_plan:
        oldest = min(oldest, 24)
    elif standard.level == 7 and start >= LEVEL_7_LIMITED:
        youngest, oldest = 20, 21
    born = born_aged(rng, start, youngest, max(youngest, oldest))
    return born if may_be_apprenticed(born, start) else add_years(born, -1)


def apprentice(story: Story, who: Identity, year: Setting, rng: Random) -> Row:
    """One apprentice of the kind."""
    standard = rng.choice(_FOUNDATION if story.foundation else _OF_LEVEL[rng.choice(story.levels)])
    stretches = _stretches(story, standard, year, rng)
    start = stretches[0].start
    born = _born(story, standard, start, rng)
    age = age_on(born, start)
    learner = person(who, rng, born, difficulty=True if story.support or story.ehc_plan else None)
    prior_attainment(learner, rng, start, prior_level(rng, age, most=max(4, standard.level + 2)))
    if story.ehc_plan:
        learner.add("LearnerFAM", LearnFAMType="EHC", LearnFAMCode=1)
    employer = _employer(story, rng)
    job = _employ(learner, employer, start, born, year, rng)
    programme = _Programme(learner, story, standard, employer, year, rng)
    for stretch in stretches:
        programme.add(stretch, age)
    last = stretches[-1]
    if story.new_employer:
        _change_employer(learner, programme, last, job, year, rng)
    if story.redundant:
        _make_redundant(learner, last, year, rng)
    if story.new_standard:
        _change_standard(learner, programme, last, age, year, rng)
    return learner


# -- the employer and the job ---------------------------------------------------------------------


def _employer(story: Story, rng: Random) -> Employer:
    if story.own_staff:
        return OWN_STAFF
    if story.flexi_job:
        return rng.choice(_FLEXI_JOB)
    if story.new_employer:
        return rng.choice(_NUMBERED)
    return rng.choice(_CO_INVESTORS if story.payments else EMPLOYERS)


def _agree(status: Row, employer: Employer, year: Setting) -> None:
    """Give a job its employer's agreement in the years that collect it there, and its size."""
    if year.has_hours_records:
        status.values["AgreemId"] = employer.AgreemId
    if employer.small:
        monitoring(status, SEM=1)


def _employ(
    learner: Row, employer: Employer, start: date, born: date, year: Setting, rng: Random
) -> Row:
    """The job on the first day, and what came before it; returns the job.

    There is always a status that began before the start (rule EmpStat_09).
    """
    sixteen = add_years(born, 16)
    longest = min(1500, (start - sixteen).days - 40)
    if longest > 60 and happens(rng, 0.55):
        since = before(rng, start, 20, longest)
        months = (start - since).days / 30.44
        status = in_work(learner, rng, since, employer.EmpId, months=months, full_time=True)
        _agree(status, employer, year)
        return status
    age = age_on(born, start)
    before_that = before(rng, start, 40, 300)
    if age < 19 and happens(rng, 0.8):
        out_of_work(learner, rng, before_that, at_school=True)
    elif happens(rng, 0.6):
        out_of_work(learner, rng, before_that)
    else:
        old_job = rng.choice([e for e in rng.sample(_NUMBERED, 2) if e is not employer])
        in_work(learner, rng, before_that, old_job.EmpId, months=rng.uniform(1, 40))
    since = max(before(rng, start, 0, 20), before_that + days(1))
    status = in_work(learner, rng, since, employer.EmpId, months=0, full_time=True)
    _agree(status, employer, year)
    return status


def _change_employer(
    learner: Row,
    programme: "_Programme",
    stretch: Stretch,
    job: Row,
    year: Setting,
    rng: Random,
) -> None:
    """Move an apprentice to another employer: a new job, and prices for what is left to teach."""
    now = year.horizon
    on = min(day_between(rng, stretch.start + days(40), now), now)
    on = max(on, stretch.start + days(1))
    if on > now:
        return
    to = rng.choice([e for e in rng.sample(_NUMBERED, 2) if job.get("EmpId") != e.EmpId])
    status = in_work(learner, rng, on, to.EmpId, months=0, full_time=True)
    monitoring(status, OET=3)
    _agree(status, to, year)
    left = max(0.1, 1 - (on - stretch.start) / (stretch.planned_end - stretch.start))
    programme.price(on, left, residual=True)


def _make_redundant(learner: Row, stretch: Stretch, year: Setting, rng: Random) -> None:
    """Take the job away; learning and contract go on."""
    on = day_between(rng, stretch.start + days(30), year.horizon)
    if on <= stretch.start:
        return
    status = learner.add("LearnerEmploymentStatus", EmpStat=11, DateEmpStatApp=on)
    monitoring(status, LOU=1, OET=1)


# -- the programme --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Programme:
    """The aims of one apprenticeship, added stretch by stretch."""

    learner: Row
    story: Story
    standard: Standard
    employer: Employer
    year: Setting
    rng: Random
    price_total: int = 0
    price_assessment: int = 0
    hours_planned: int = 0
    site: str = ""
    aim: Row | None = None

    def _fields(self, stretch: Stretch) -> dict[str, Value]:
        fields: dict[str, Value] = {"ProgType": 25, "StdCode": self.standard.code}
        if stretch.first_start:
            fields["OrigLearnStartDate"] = stretch.first_start
        if not self.year.has_hours_records and not self.employer.co_invests:
            # In 2025-26 the agreement with the employer stands here, for providers in the pilot.
            fields["ConRefNumber"] = self.employer.AgreemId
        return fields

    def add(self, stretch: Stretch, age: int) -> None:
        """Add the programme aim, its component and perhaps English and maths."""
        rng, story = self.rng, self.story
        self.site = self.site or rng.choice((*SITES, self.employer.postcode))
        aim = self._delivery(PROGRAMME.ref, 1, stretch, stretch.start, stretch.planned_end)
        aim.values["EPAOrgID"] = rng.choice(self.standard.epa_organisations)
        self.aim = aim
        for place, text in (
            ("C", f"Start {stretch.start:%B %Y}"),
            ("D", f"Review in {rng.choice((8, 10, 12))} weeks"),
        ):
            aim.add(
                "ProviderSpecDeliveryMonitoring", ProvSpecDelMonOccur=place, ProvSpecDelMon=text
            )
        self._contract(aim, stretch)
        self._circumstances(aim, age)
        if story.support:
            self._support(aim, stretch)
        self._hours_and_price(aim, stretch)
        self._component(stretch)
        if stretch.first_start is None:
            self._english_and_maths(stretch, age)

    def _delivery(
        self, ref: str, kind: int, stretch: Stretch, start: date, planned_end: date
    ) -> Row:
        aim = add_aim(
            self.learner, self.rng, ref, kind=kind, model=36, start=start, planned_end=planned_end,
            site=self.site,
        )  # fmt: skip
        aim.values.update(self._fields(stretch))
        aim.add(
            "ProviderSpecDeliveryMonitoring",
            ProvSpecDelMonOccur="B",
            ProvSpecDelMon=self.employer.name[:20].strip(),
        )
        if stretch.first_start:
            fam(aim, "RES", "1")
        return aim

    def _contract(self, aim: Row, stretch: Stretch) -> None:
        """The end of the programme aim, and its contract from its first to its last day.

        While the apprentice goes on, or waits for the assessment, the contract is open; it ends
        with the achievement, or with the learning where there was none (rules R_121 to R_123).
        """
        if stretch.end is not None:
            aim.values.update(
                CompStatus=stretch.status,
                LearnActEndDate=stretch.end,
                Outcome=stretch.outcome,
                WithdrawReason=stretch.reason,
                AchDate=stretch.achieved,
                OutGrade=stretch.grade,
            )
        to = (stretch.achieved or stretch.end) if stretch.status != 1 else None
        fam(aim, "ACT", "1", stretch.start, to)

    def _circumstances(self, aim: Row, age: int) -> None:
        story = self.story
        if story.care_leaver:
            fam(aim, "LDM", "362")
            fam(aim, "EEF", "4")
        elif story.ehc_plan and 19 <= age <= 24:
            fam(aim, "EEF", "2")
        if story.own_staff:
            fam(aim, "LDM", "356")
        if self.employer.flexi_job:
            fam(aim, "LDM", "386")

    def _support(self, aim: Row, stretch: Stretch) -> None:
        """Learning support from soon after the start, within learning and within the plan."""
        since = stretch.start + days(self.rng.choice((0, 0, 14, 30)))
        until = min(stretch.planned_end, stretch.end or stretch.planned_end)
        if since <= until:
            fam(aim, "LSF", "1", since, until)

    def _hours_and_price(self, aim: Row, stretch: Stretch) -> None:
        rng, story = self.rng, self.story
        length = (stretch.planned_end - stretch.start).days
        if not self.hours_planned:
            floor = 187 if stretch.start >= SHORTER else 278
            self.hours_planned = max(floor, int(length / 7 * rng.uniform(5.2, 6.4)))
        # What a break left to be done is planned again; the lower limit is for first starts only.
        planned = self.hours_planned if stretch.first_start is None else max(60, length)
        actual = None
        if stretch.status == 2:
            actual = int(planned * rng.uniform(0.98, 1.15))
        elif stretch.status == 3 and stretch.end is not None:
            actual = int(planned * min(1.0, (stretch.end - stretch.start).days / length))
        taken_off = rng.randint(20, 90) if story.known_already else None
        hours(aim, self.year, planned=planned, actual=actual, taken_off=taken_off)

        if not self.price_total:
            share = rng.uniform(0.85, 1.0)
            if story.known_already:
                share *= 0.85
            self.price_total = int(self.standard.band * share) // 50 * 50
            self.price_assessment = int(self.price_total * rng.uniform(0.08, 0.2)) // 50 * 50
        self.price(stretch.start, 1)
        if story.known_already and self.year.has_hours_records:
            aim.add(
                "AppFinRecord",
                AFinType="RIP",
                AFinCode=1,
                AFinDate=stretch.start,
                AFinAmount=rng.randrange(100, 1500, 50),
            )
        if story.new_price and stretch.end is None:
            on = day_between(rng, stretch.start + days(45), self.year.horizon)
            if on > stretch.start:
                self.price_total = max(1500, int(self.price_total * rng.choice((0.9, 1.05, 1.1))))
                self.price(on, 1)
        if story.payments or (self.employer.co_invests and happens(rng, 0.5)):
            self._payments(aim, stretch)

    def price(self, on: date, share: float, *, residual: bool = False) -> None:
        """Record the price agreed on a day, or what is left of it with a new employer."""
        if self.aim is None:
            raise ValueError("a price needs a programme aim")
        assessment = self.price_assessment
        training = int((self.price_total - assessment) * share) // 10 * 10
        codes = (3, 4) if residual else (1, 2)
        for code, amount in zip(codes, (training, assessment), strict=True):
            self.aim.add(
                "AppFinRecord", AFinType="TNP", AFinCode=code, AFinDate=on, AFinAmount=amount
            )

    def _payments(self, aim: Row, stretch: Stretch) -> None:
        """The employer's five per cent in a few payments, none of them after the file's day."""
        rng = self.rng
        owed = max(60, (self.price_total - self.price_assessment) * 5 // 100)
        until = min(stretch.end or self.year.as_at, self.year.as_at, self.year.horizon)
        span = (until - stretch.start).days
        if span < 1:
            return
        parts = min(rng.randint(1, 4), span)
        for day in sorted(rng.sample(range(1, span + 1), parts)):
            aim.add(
                "AppFinRecord",
                AFinType="PMR",
                AFinCode=1,
                AFinDate=stretch.start + days(day),
                AFinAmount=owed // parts,
            )

    def _component(self, stretch: Stretch) -> None:
        """The aim of the standard: it ends with the programme's training."""
        rng = self.rng
        aim = self._delivery(self.standard.aim.ref, 3, stretch, stretch.start, stretch.planned_end)
        if happens(rng, 0.05):
            aim.values["PartnerUKPRN"] = rng.choice(PARTNERS)
        if stretch.end is None:
            return
        if stretch.status == 3:
            withdraw(aim, stretch.end, stretch.reason or 97)
        elif stretch.status == 6:
            pause(aim, stretch.end)
        else:
            complete(aim, stretch.end)

    def _english_and_maths(self, stretch: Stretch, age: int) -> None:
        rng = self.rng
        share = max(self.story.english_maths, 0.6 if age < 19 else 0.0)
        if not happens(rng, share):
            return
        level = 0 if self.standard.level == 2 else 1
        wanted = rng.choice(((ENGLISH,), (MATHS,), (ENGLISH, MATHS)))
        for subject in wanted:
            self._functional(subject[level].ref, stretch)

    def _functional(self, ref: str, stretch: Stretch) -> None:
        """One English or maths aim, with a contract of its own from its first day (rule R_102).

        It is achieved when there was time for it; else it shares the fate of the programme.
        """
        rng, now = self.rng, self.year.horizon
        start = stretch.start + days(rng.choice((0, 0, 0, 14, 28)))
        last = min(stretch.end or now, now)
        if start > last:
            start = stretch.start
        planned_end = min(add_months(start, rng.randint(6, 11)), stretch.planned_end)
        aim = self._delivery(ref, 3, stretch, start, planned_end)
        achieved = planned_end - days(rng.randint(0, 60))
        if start < achieved <= last and happens(rng, 0.8):
            complete(aim, achieved, grade="PA")
        elif stretch.end is not None and stretch.status == 3:
            withdraw(aim, min(last, planned_end), stretch.reason or 97)
        elif stretch.end is not None and stretch.status == 6:
            pause(aim, min(last, planned_end))
        elif stretch.end is not None:
            end = min(last, planned_end)
            complete(aim, end, outcome=1 if happens(rng, 0.85) else 3)
        end = aim.get("LearnActEndDate")
        fam(aim, "ACT", "1", start, end if isinstance(end, date) else None)


def _change_standard(
    learner: Row, programme: _Programme, left: Stretch, age: int, year: Setting, rng: Random
) -> None:
    """Start another standard of the same level some days after the first was left."""
    if left.end is None or left.end >= year.horizon:
        return
    start = day_between(rng, left.end + days(1), min(left.end + days(21), year.horizon))
    others = [s for s in _OF_LEVEL[programme.standard.level] if s is not programme.standard]
    standard = rng.choice(others)
    story = Story(Fate.STARTED, levels=(standard.level,), english_maths=0.0)
    further = _Programme(learner, story, standard, programme.employer, year, rng)
    further.add(Stretch(start, add_months(start, standard.months)), age)
