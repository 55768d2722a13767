"""Rules on the aim's validity in LARS: its category goes with the funding, and its dates allow it.

Each kind of funding asks for one category of validity, and the same five questions are put to it.
Of several rows of the category, one that allows the date is enough.
Source: spec/rules/README.md sections 3 (Table 1) and 6, families.md (LARS category validity).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from openilr.derived.fams import LDM, SOF, has_fam, is_restart
from openilr.derived.lars import has_category, is_devolved
from openilr.derived.programmes import is_apprenticeship
from openilr.derived.provision import is_in_custody, is_loan_funded
from openilr.ilr.years import Years, since, until
from openilr.language import Boolean, Date, Expression, all_of, coalesce
from openilr.language.columns import (
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    ProgType,
)
from openilr.language.run import previous_year_end
from openilr.language.tables import lars_validity
from openilr.rules.registry import family_rule

_OPEN = date(9999, 12, 31)


def validity(*categories: str):
    """The aim's rows of validity in one of the categories, whatever capitals their names have."""
    rows = lars_validity.matching(LearnAimRef)
    return rows.where(lars_validity.ValidityCategory.is_in(categories))


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@dataclass(frozen=True, slots=True)
class Funding:
    """A kind of funding and the category of validity that it asks for.

    Attributes:
        words: the aims, after "Looked at:".
        shows: what a finding shows of the funding.
        excuse: what lets an aim off that has no row of the category, and in words.
    """

    category: str
    words: str
    asked: Boolean
    shows: tuple[Expression, ...] = (FundModel,)
    excuse: Boolean | None = None
    excuse_words: str = ""

    def rows(self):
        """The aim's rows of the category."""
        return validity(self.category)

    def not_excused(self) -> tuple[Boolean, ...]:
        """That the aim has a row, or is not let off having none."""
        if self.excuse is None:
            return ()
        return (self.rows().any() | ~self.excuse,)


class Window(NamedTuple):
    """The aims of a rule by one of their dates, both ends included."""

    what: str
    of: Date
    first: date | None
    last: date | None = None

    @property
    def words(self) -> str:
        """The window as a sentence; none where every date counts."""
        ends = [f"from {_day(self.first)}"] if self.first else []
        if self.last:
            ends.append(f"to {_day(self.last)}")
        return f"{self.what} {' '.join(ends)}." if ends else ""

    @property
    def holds(self) -> tuple[Boolean, ...]:
        """Its conditions."""
        first = (self.of >= self.first,) if self.first else ()
        return (*first, self.of <= self.last) if self.last else first


def _began(first: date | None, last: date | None = None) -> Window:
    return Window("Starts", LearnStartDate, first, last)


def _ended(first: date, last: date | None = None) -> Window:
    return Window("Ends", LearnActEndDate, first, last)


_ANY_DATE = Window("Starts", LearnStartDate, None)

# ------------------------------------------------------------------------------------- funding

_16_TO_19 = Funding(
    "1619_EFA",
    "16 to 19 aims (FundModel 25 and 82) without LDM 320, 321 or 381",
    FundModel.is_in((25, 82)) & ~has_fam("LDM", "320", "321", "381"),
)
_14_TO_16 = Funding(
    "1416_EFA",
    "14 to 16 aims (FundModel 25 with LDM 320, 321 or 381)",
    (FundModel == 25) & has_fam("LDM", "320", "321", "381"),
    shows=(FundModel, LDM),
)
_ADULT_SKILLS = Funding(
    "ADULT_SKILLS",
    "adult skills aims (FundModel 35) but for apprenticeships, devolved funding, LDM 034 and "
    "LDM 378",
    (FundModel == 35)
    & is_apprenticeship.is_not_true()
    & ~is_in_custody
    & ~is_devolved
    & ~has_fam("LDM", "378"),
)
_ADULT_SKILLS_FUND = Funding(
    "ADULT_SKILLS",
    "Adult Skills Fund aims (FundModel 38) but for devolved funding, LDM 378 and LDM 395",
    (FundModel == 38) & ~is_devolved & ~has_fam("LDM", "378", "395"),
)
_FREE_COURSES = Funding(
    "FCFJ_ADULT_SKILLS",
    "Free Courses for Jobs (FundModel 38 with LDM 378)",
    (FundModel == 38) & has_fam("LDM", "378"),
    shows=(FundModel, LDM),
    excuse=has_category(56) | has_fam("LDM", "395"),
    excuse_words="An aim without the category is let off if it is of LARS category 56 or has "
    "LDM 395.",
)
_FREE_COURSES_NEW = Funding(
    "FCFJ_ADULT_SKILLS",
    "Free Courses for Jobs (FundModel 38 with LDM 378) that are not of LARS category 56",
    (FundModel == 38) & has_fam("LDM", "378") & ~has_category(56),
    shows=(FundModel, LDM),
    excuse=has_fam("LDM", "395"),
    excuse_words="An aim without the category is let off if it has LDM 395.",
)
_COMMUNITY = Funding("COMM_LEARN", "community learning aims (FundModel 10)", FundModel == 10)
_TAILORED = Funding("Tailored_Learning", "tailored learning aims (FundModel 11)", FundModel == 11)
_DEVOLVED = Funding(
    "MCA_GLA",
    "aims funded by a devolved authority without LDM 378",
    is_devolved & ~has_fam("LDM", "378"),
    shows=(FundModel, SOF),
    excuse=validity("COMM_LEARN", "Tailored_Learning").any(),
    excuse_words="An aim without the category is let off if it has COMM_LEARN or "
    "Tailored_Learning.",
)
_LOANS = Funding("ADV_LEARN_LOAN", "aims with an Advanced Learner Loan", is_loan_funded)
_OTHER = Funding(
    "ANY",
    "apprenticeship standards, Skills Bootcamps, other adult and non-funded aims (FundModel 36 "
    "with ProgType 25, 37, 81 and 99) without a loan",
    (((FundModel == 36) & (ProgType == 25)) | FundModel.is_in((37, 81, 99))) & ~has_fam("ADL"),
    shows=(FundModel, ProgType),
)
_OTHER_OPEN = Funding(
    "ANY",
    "Skills Bootcamps, other adult and non-funded aims (FundModel 37, 81 and 99) that are not "
    "part of an apprenticeship and have no loan",
    FundModel.is_in((37, 81, 99)) & is_apprenticeship.is_not_true() & ~has_fam("ADL"),
    shows=(FundModel, ProgType),
)
_UNITS = Funding(
    "GROWTH_SKILLS_SHORT_COURSES", "apprenticeship units (FundModel 39)", FundModel == 39
)

# ----------------------------------------------------------------------------------- questions


class Question(NamedTuple):
    """One of the five questions.

    Attributes:
        failure: when the answer is no; summary: what a finding says, with the category put in.
    """

    failure: Callable[[Funding], Boolean]
    summary: str
    shows: tuple[Expression, ...]
    fix: str


def _started_outside(funding: Funding) -> Boolean:
    return all_of(funding.rows().in_force(LearnStartDate).none(), *funding.not_excused())


def _ended_outside(funding: Funding) -> Boolean:
    """After a row's end, with no other row that the end lies in; without a row there is no end."""
    rows = funding.rows()
    return rows.any(lars_validity.EndDate < LearnActEndDate) & rows.in_force(LearnActEndDate).none()


def _not_a_new_start(funding: Funding, excused: Boolean | None) -> Boolean:
    """Before the first day or after the last new start, which is the last day where none is set."""
    last_start = coalesce(lars_validity.LastNewStartDate, lars_validity.EndDate, _OPEN)
    in_time = LearnStartDate <= last_start
    allowed = in_time if excused is None else in_time | excused
    return all_of(
        funding.rows().none(lars_validity.StartDate <= LearnStartDate, allowed),
        *funding.not_excused(),
    )


def _closed_before_this_year(funding: Funding) -> Boolean:
    latest = funding.rows().latest(lars_validity.StartDate)
    return latest.take(lars_validity.EndDate) <= previous_year_end


def _no_row(funding: Funding) -> Boolean:
    excused = () if funding.excuse is None else (~funding.excuse,)
    return all_of(funding.rows().none(), *excused)


_CHECK_AIM = "check the aim reference and the funding against the aim's validity in LARS."

STARTED = Question(
    _started_outside,
    "The aim started outside its {} validity in LARS.",
    (LearnActEndDate, LearnAimRef, LearnStartDate),
    "check the aim reference, the start date and the funding against the aim's validity in LARS.",
)
ENDED = Question(
    _ended_outside,
    "The aim ended after its {} validity in LARS.",
    (LearnActEndDate, LearnAimRef),
    "check the aim reference, the end date and the funding against the aim's validity in LARS.",
)
NEW_START = Question(
    partial(_not_a_new_start, excused=is_restart),
    "The aim started before its {} validity in LARS or after its last date for new starts.",
    (LearnAimRef, LearnStartDate),
    "check the aim reference and the start date; record RES if learning restarted after a break.",
)
NEW_START_NO_EXCUSE = Question(
    partial(_not_a_new_start, excused=None),
    NEW_START.summary,
    NEW_START.shows,
    "check the aim reference and the start date against the aim's validity in LARS.",
)
STILL_OPEN = Question(
    _closed_before_this_year,
    "The latest {} validity of the aim in LARS ended before this year.",
    (LearnAimRef,),
    _CHECK_AIM,
)
EXISTS = Question(
    _no_row,
    "LARS does not have the aim as {}.",
    (LearnStartDate, LearnAimRef),
    _CHECK_AIM,
)

_2020, _2021 = date(2020, 8, 1), date(2021, 8, 1)
_2023, _2024, _TO_2024 = date(2023, 8, 1), date(2024, 8, 1), date(2024, 7, 31)

RULES: tuple[tuple[str, Funding, Question, Window, Years], ...] = (
    ("LearnAimRef_94", _ADULT_SKILLS, STARTED, _ended(_2020, _TO_2024), since("2526")),
    ("LearnAimRef_95", _ADULT_SKILLS, ENDED, _ended(_2020, _TO_2024), since("2526")),
    ("LearnAimRef_96", _ADULT_SKILLS, NEW_START, _began(_2021, _TO_2024), since("2526")),
    ("LearnAimRef_97", _ADULT_SKILLS, STILL_OPEN, _began(None, _TO_2024), since("2526")),
    ("LearnAimRef_127", _ADULT_SKILLS, EXISTS, _began(_2023, _TO_2024), since("2526")),
    ("LearnAimRef_102", _16_TO_19, STARTED, _ended(_2020), since("2526")),
    ("LearnAimRef_103", _16_TO_19, ENDED, _ended(_2020), since("2526")),
    ("LearnAimRef_104", _16_TO_19, NEW_START, _began(_2021), until("2526")),
    ("LearnAimRef_104", _16_TO_19, NEW_START_NO_EXCUSE, _began(_2021), since("2627")),
    ("LearnAimRef_105", _16_TO_19, STILL_OPEN, _began(_2021), since("2526")),
    ("LearnAimRef_129", _16_TO_19, EXISTS, _began(_2023), since("2526")),
    ("LearnAimRef_106", _COMMUNITY, STARTED, _ended(_2020), until("2526")),
    ("LearnAimRef_107", _COMMUNITY, ENDED, _ended(_2020), until("2526")),
    ("LearnAimRef_108", _COMMUNITY, NEW_START, _began(_2021), until("2526")),
    ("LearnAimRef_109", _COMMUNITY, STILL_OPEN, _ANY_DATE, until("2526")),
    ("LearnAimRef_130", _COMMUNITY, EXISTS, _began(_2023), until("2526")),
    ("LearnAimRef_110", _LOANS, STARTED, _ended(_2020), since("2526")),
    ("LearnAimRef_111", _LOANS, ENDED, _ended(_2020), since("2526")),
    ("LearnAimRef_112", _LOANS, NEW_START, _began(_2021), since("2526")),
    ("LearnAimRef_113", _LOANS, STILL_OPEN, _ANY_DATE, since("2526")),
    ("LearnAimRef_131", _LOANS, EXISTS, _began(_2023), since("2526")),
    ("LearnAimRef_114", _OTHER, STARTED, _ended(_2020), since("2526")),
    ("LearnAimRef_115", _OTHER, ENDED, _ended(_2020), since("2526")),
    ("LearnAimRef_116", _OTHER, NEW_START, _began(_2021), since("2526")),
    ("LearnAimRef_117", _OTHER_OPEN, STILL_OPEN, _ANY_DATE, since("2526")),
    ("LearnAimRef_132", _OTHER, EXISTS, _began(_2023), since("2526")),
    ("LearnAimRef_118", _DEVOLVED, STARTED, _ended(_2020), since("2526")),
    ("LearnAimRef_119", _DEVOLVED, ENDED, _ended(_2020), since("2526")),
    ("LearnAimRef_120", _DEVOLVED, NEW_START, _began(_2021), since("2526")),
    ("LearnAimRef_121", _DEVOLVED, STILL_OPEN, _ANY_DATE, since("2526")),
    ("LearnAimRef_133", _DEVOLVED, EXISTS, _began(_2023), since("2526")),
    ("LearnAimRef_122", _14_TO_16, STARTED, _ended(_2020), since("2526")),
    ("LearnAimRef_123", _14_TO_16, ENDED, _ended(_2020), since("2526")),
    ("LearnAimRef_124", _14_TO_16, NEW_START, _began(_2021), since("2526")),
    # By the end date, as it is printed: only the new-start rules are known to mean the start.
    ("LearnAimRef_125", _14_TO_16, STILL_OPEN, _ended(_2021), since("2526")),
    ("LearnAimRef_134", _14_TO_16, EXISTS, _began(_2023), since("2526")),
    ("LearnAimRef_138", _ADULT_SKILLS_FUND, STARTED, _ended(_2024), since("2526")),
    ("LearnAimRef_139", _ADULT_SKILLS_FUND, ENDED, _ended(_2024), since("2526")),
    ("LearnAimRef_140", _ADULT_SKILLS_FUND, NEW_START, _began(_2024), since("2526")),
    ("LearnAimRef_141", _ADULT_SKILLS_FUND, STILL_OPEN, _began(_2024), since("2526")),
    ("LearnAimRef_142", _ADULT_SKILLS_FUND, EXISTS, _began(_2024), since("2526")),
    ("LearnAimRef_143", _FREE_COURSES, STARTED, _ended(_2024), since("2526")),
    ("LearnAimRef_144", _FREE_COURSES, ENDED, _ended(_2024), since("2526")),
    ("LearnAimRef_145", _FREE_COURSES_NEW, NEW_START, _began(_2024), since("2526")),
    ("LearnAimRef_146", _FREE_COURSES, STILL_OPEN, _began(_2024), since("2526")),
    ("LearnAimRef_147", _FREE_COURSES, EXISTS, _began(_2024), since("2526")),
    ("LearnAimRef_148", _TAILORED, STARTED, _ended(_2024), since("2526")),
    ("LearnAimRef_149", _TAILORED, ENDED, _ended(_2024), since("2526")),
    ("LearnAimRef_150", _TAILORED, NEW_START, _began(_2024), since("2526")),
    ("LearnAimRef_151", _TAILORED, STILL_OPEN, _ANY_DATE, since("2526")),
    ("LearnAimRef_152", _TAILORED, EXISTS, _began(_2024), since("2526")),
    ("LearnAimRef_156", _UNITS, STARTED, _ANY_DATE, since("2627")),
    ("LearnAimRef_157", _UNITS, ENDED, _ANY_DATE, since("2627")),
    ("LearnAimRef_158", _UNITS, NEW_START, _ANY_DATE, since("2627")),
    ("LearnAimRef_159", _UNITS, STILL_OPEN, _ANY_DATE, since("2627")),
    ("LearnAimRef_160", _UNITS, EXISTS, _ANY_DATE, since("2627")),
)
"""Rule, funding, question, the aims looked at by date, years.

The new-start rules look at starts, and LearnAimRef_129 and _131 at starts from 2023, though some
are printed otherwise; LearnAimRef_132 asks every model for a start from 2023.
"""


def _doc(funding: Funding, question: Question, window: Window) -> str:
    excuse = "" if question is ENDED or question is STILL_OPEN else funding.excuse_words
    restarts = "A restart may start after that last date." if question is NEW_START else ""
    parts = (f"Looked at: {funding.words}.", window.words, excuse, restarts)
    explanation = " ".join(part for part in parts if part)
    summary = question.summary.format(funding.category)
    return f"{summary}\n\n{explanation}\nFix: {question.fix}"


for _id, _funding, _question, _window, _years in RULES:
    family_rule(
        _id,
        all_of(_funding.asked, *_window.holds, _question.failure(_funding)),
        _doc(_funding, _question, _window),
        on=LearningDelivery,
        years=_years,
        reports=(*_question.shows, *_funding.shows),
    )
