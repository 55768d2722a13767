"""Rules on the learner's date of birth and age, and on how long an apprenticeship lasts by age.

A rule on an age says nothing of a learner without a date of birth: the absence has its own rules.
"""

from dataclasses import dataclass
from datetime import date

from openilr.derived.ages import (
    age_at_start,
    age_on_1_august,
    age_on_31_august,
    age_on_31_july,
    school_leaving_date,
)
from openilr.derived.durations import actual_duration_days, planned_duration_days
from openilr.derived.fams import (
    LDM,
    SOF,
    has_fam,
    has_fam_other_than,
    has_learner_fam,
    is_restart,
)
from openilr.derived.lars import (
    aim_level,
    has_category,
    standard_level,
    standard_type,
)
from openilr.derived.learner_records import learner_fams
from openilr.derived.organisations import provider_has_legal_type
from openilr.derived.programmes import is_apprenticeship, is_programme_aim, programme_start_date
from openilr.derived.provision import is_in_custody, is_loan_funded, is_ofs_funded
from openilr.ilr.identifiers import TEMPORARY_ULN
from openilr.ilr.years import since, until
from openilr.language import Boolean, Expression, Integer, all_of, this
from openilr.language.columns import (
    ULN,
    AimType,
    CompStatus,
    DateOfBirth,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    Learner,
    LearningDelivery,
    LearningProvider,
    LearnPlanEndDate,
    LearnStartDate,
    Outcome,
    ProgType,
    StdCode,
)
from openilr.language.run import teaching_year_start
from openilr.language.tables import lars_learning_delivery, service_age_limits
from openilr.rules.registry import family_rule, rule

_no_apprenticeship = ProgType.differs_from(25)

Span = tuple[date | None, date | None]
"""The first and the last day of some starts, both included; None is open."""


def _started(starts: Span) -> Boolean:
    first, last_inclusive = starts
    parts = (
        *((LearnStartDate >= first,) if first else ()),
        *((LearnStartDate <= last_inclusive,) if last_inclusive else ()),
    )
    return all_of(*parts)


def _words(starts: Span) -> str:
    return " ".join(
        f"{word} {day.day} {day:%B %Y}"
        for word, day in zip(("from", "to"), starts, strict=True)
        if day
    )


# ---------------------------------------------------------------------------------- is it returned


@rule(
    "DateOfBirth_01",
    on=LearningDelivery,
    years=until("2526"),
    reports=(DateOfBirth, FundModel, LDM),
)
def funded_without_date_of_birth() -> Boolean:
    """The date of birth is missing, and this aim is funded.

    Aims of offenders in custody (LDM 034) are exempt.
    Fix: record the learner's date of birth.
    """
    funded = FundModel.is_in((25, 35, 36, 37, 38, 81, 82))
    return funded & DateOfBirth.is_unknown() & ~is_in_custody


@rule(
    "DateOfBirth_01",
    on=LearningDelivery,
    years=since("2627"),
    reports=(DateOfBirth, FundModel, LDM),
)
def funded_without_date_of_birth_with_units() -> Boolean:
    """The date of birth is missing, and this aim is funded.

    From 2026-27 apprenticeship units (FundModel 39) are among the funded aims. Aims of offenders in
    custody (LDM 034) are exempt.
    Fix: record the learner's date of birth.
    """
    funded = FundModel.is_in((25, 35, 36, 37, 38, 39, 81, 82))
    return funded & DateOfBirth.is_unknown() & ~is_in_custody


@rule(
    "DateOfBirth_02",
    on=LearningDelivery,
    years=until("2526"),
    reports=(DateOfBirth, FundModel),
)
def unfunded_without_date_of_birth() -> Boolean:
    """The date of birth is missing, though this aim does not strictly need it.

    These are community learning, tailored learning and aims without funding. Aims paid for by an
    Advanced Learner Loan have a rule of their own.
    Fix: record the learner's date of birth if it is known.
    """
    return FundModel.is_in((10, 11, 99)) & DateOfBirth.is_unknown() & ~has_fam("ADL")


@rule(
    "DateOfBirth_02",
    on=LearningDelivery,
    years=since("2627"),
    reports=(DateOfBirth, FundModel),
)
def unfunded_without_date_of_birth_after_community_learning() -> Boolean:
    """The date of birth is missing, though this aim does not strictly need it.

    These are tailored learning and aims without funding. Aims paid for by an Advanced Learner Loan
    have a rule of their own.
    Fix: record the learner's date of birth if it is known.
    """
    return FundModel.is_in((11, 99)) & DateOfBirth.is_unknown() & ~has_fam("ADL")


@rule(
    "DateOfBirth_23",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel, LDM),
)
def loan_without_date_of_birth() -> Boolean:
    """The date of birth is missing, and an Advanced Learner Loan pays for an aim.

    Aims of offenders in custody (LDM 034) are exempt.
    Fix: record the learner's date of birth.
    """
    return is_loan_funded & DateOfBirth.is_unknown() & ~is_in_custody


@rule("DateOfBirth_24", on=Learner, years=since("2526"), reports=(ULN, DateOfBirth))
def learner_number_without_date_of_birth() -> Boolean:
    """The learner has a unique learner number of their own and no date of birth.

    The Learning Records Service knows the date of birth of everyone with a number.
    Fix: record the learner's date of birth.
    """
    return (ULN != TEMPORARY_ULN) & DateOfBirth.is_unknown()


@rule("DateOfBirth_27", on=Learner, years=since("2526"), reports=(DateOfBirth,))
def born_this_year() -> Boolean:
    """The date of birth lies in the teaching year or after it.

    Fix: correct the date of birth.
    """
    return DateOfBirth >= teaching_year_start


# ------------------------------------------------------------------------------------------ limits


@rule("DateOfBirth_04", on=Learner, years=since("2526"), reports=(DateOfBirth,))
def over_115() -> Boolean:
    """The learner is 115 or older on the first day of the teaching year.

    Fix: correct the date of birth.
    """
    return age_on_1_august >= 115


@rule(
    "DateOfBirth_05",
    on=LearningDelivery,
    years=until("2526"),
    reports=(DateOfBirth, LearnStartDate, FundModel),
)
def under_4() -> Boolean:
    """The learner was under 4 at the start of a community learning or unfunded aim.

    Fix: check the date of birth and the start date.
    """
    return FundModel.is_in((10, 99)) & (age_at_start < 4)


@rule(
    "DateOfBirth_06",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel),
)
def under_13_in_16_to_19_funding() -> Boolean:
    """The learner of this 16 to 19 funded aim is under 13 on 31 August of the teaching year.

    Fix: check the date of birth.
    """
    return FundModel.is_in((25, 82)) & (age_on_31_august < 13)


@rule(
    "DateOfBirth_07",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel, SOF),
)
def over_25_in_16_to_19_funding() -> Boolean:
    """The learner is 25 or over on 31 August and the source of funding is 16 to 19 (SOF 107).

    A disability or an education, health and care plan makes no difference.
    Fix: check the date of birth; if it is right, the aim cannot be funded from this source.
    """
    return FundModel.is_in((25, 82)) & (age_on_31_august >= 25) & has_fam("SOF", "107")


@rule(
    "DateOfBirth_12",
    on=LearningDelivery,
    years=until("2526"),
    reports=(DateOfBirth, LearnStartDate, FundModel),
)
def under_19_in_adult_community_learning() -> Boolean:
    """The learner was under 19 at the start of community learning of a kind for adults.

    The kinds are personal and community development learning (ASL 1) and neighbourhood learning in
    deprived communities (ASL 2).
    Fix: check the date of birth, and record the kind of community learning that it is.
    """
    return (FundModel == 10) & has_fam("ASL", "1", "2") & (age_at_start < 19)


@rule(
    "DateOfBirth_13",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel, SOF),
)
def under_16_in_ofs_funding() -> Boolean:
    """An aim is funded by the Office for Students and the learner is under 16.

    The age is that on 31 July at the end of the teaching year.
    Fix: check the date of birth and the source of funding.
    """
    return is_ofs_funded & (age_on_31_july < 16)


@rule(
    "DateOfBirth_14",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, LearnStartDate, FundModel, LDM),
)
def under_18_in_custody() -> Boolean:
    """The learner was under 18 at the start of an adult aim as an offender in custody.

    Fix: check the date of birth and the start date, and whether LDM 034 is right.
    """
    return FundModel.is_in((35, 81)) & is_in_custody & (age_at_start < 18)


@rule(
    "DateOfBirth_20",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel, ProgType, SOF),
)
def under_19_and_other_source_of_funding() -> Boolean:
    """The learner is under 19 on 31 August and this 16 to 19 aim has another source of funding.

    A source other than SOF 107 is reported; that there is none at all has its own rule.
    Fix: record SOF 107, or correct the funding model or the date of birth.
    """
    return FundModel.is_in((25, 82)) & (age_on_31_august < 19) & has_fam_other_than("SOF", "107")


def _too_young_for_adult_funding(*models: int) -> Boolean:
    """Under 19 on 31 August in adult funding: the models given, and 35 but for apprenticeships."""
    adult = FundModel.is_in(models) | ((FundModel == 35) & _no_apprenticeship)
    return adult & (age_on_31_august < 19) & ~is_in_custody


@rule(
    "DateOfBirth_25",
    on=LearningDelivery,
    years=until("2526"),
    reports=(DateOfBirth, FundModel, LDM),
)
def under_19_in_adult_funding() -> Boolean:
    """The learner is under 19 on 31 August and this aim is funded for adults.

    That is adult skills (not apprenticeships), the Adult Skills Fund and Skills Bootcamps. Aims of
    offenders in custody (LDM 034) are exempt.
    Fix: check the date of birth; if it is right, the aim needs another funding model.
    """
    return _too_young_for_adult_funding(37, 38)


@rule(
    "DateOfBirth_25",
    on=LearningDelivery,
    years=since("2627"),
    reports=(DateOfBirth, FundModel, LDM),
)
def under_19_in_adult_funding_started_earlier() -> Boolean:
    """The learner is under 19 on 31 August and this earlier aim is funded for adults.

    That is adult skills (not apprenticeships), the Adult Skills Fund and Skills Bootcamps, started
    by 31 July 2026; later starts have rules of their own. Aims of offenders in custody (LDM 034)
    are exempt.
    Fix: check the date of birth; if it is right, the aim needs another funding model.
    """
    return (LearnStartDate <= date(2026, 7, 31)) & _too_young_for_adult_funding(37, 38)


@rule(
    "DateOfBirth_62",
    on=LearningDelivery,
    years=since("2627"),
    reports=(DateOfBirth, LearnStartDate, FundModel, LDM),
)
def under_19_in_adult_funding_started_later() -> Boolean:
    """The learner is under 19 on 31 August and this aim is funded for adults.

    That is adult skills (not apprenticeships) and the Adult Skills Fund, started from August 2026.
    Aims of offenders in custody (LDM 034) are exempt.
    Fix: check the date of birth; if it is right, the aim needs another funding model.
    """
    return (LearnStartDate >= date(2026, 8, 1)) & _too_young_for_adult_funding(38)


@rule(
    "DateOfBirth_63",
    on=LearningDelivery,
    years=since("2627"),
    reports=(DateOfBirth, LearnStartDate, FundModel, AimType),
)
def under_19_on_bootcamp() -> Boolean:
    """The learner was under 19 at the start of this Skills Bootcamp.

    It speaks of programme aims started from August 2026.
    Fix: check the date of birth and the start date; a learner under 19 cannot be on a bootcamp.
    """
    return (
        (LearnStartDate >= date(2026, 8, 1))
        & (FundModel == 37)
        & is_programme_aim
        & (age_at_start < 19)
    )


@rule(
    "DateOfBirth_61",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ProgType, LearnStartDate, DateOfBirth),
)
def under_19_on_apprenticeship_unit() -> Boolean:
    """The learner was under 19 at the start of this apprenticeship unit.

    Fix: check the date of birth and the start date; units are for learners of 19 and over.
    """
    return (ProgType == 34) & (age_at_start < 19)


@rule(
    "DateOfBirth_26",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, LearnStartDate, FundModel),
)
def under_19_with_loan() -> Boolean:
    """The learner was under 19 at the start of this aim, which an Advanced Learner Loan pays for.

    Fix: check the date of birth and the start date; loans are for learners of 19 and over.
    """
    return is_loan_funded & (age_at_start < 19)


@rule(
    "DateOfBirth_30",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel, SOF, learner_fams),
)
def plan_and_other_source_of_funding() -> Boolean:
    """A learner of 19 to 24 with an education, health and care plan has another source of funding.

    The age is that on 31 August. A source other than 16 to 19 funding (SOF 107) is reported.
    Apprenticeships and aims of offenders in custody (LDM 034) are exempt; the list of 2026-27 keeps
    these two in its flow chart alone.
    Fix: record the aim under 16 to 19 funding with SOF 107, or remove EHC if there is no plan.
    """
    return (
        age_on_31_august.between(19, 24)
        & FundModel.is_in((25, 35, 38, 81, 82))
        & has_learner_fam("EHC")
        & has_fam_other_than("SOF", "107")
        & ~is_in_custody
        & _no_apprenticeship
    )


@rule(
    "DateOfBirth_34",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, FundModel, learner_fams),
)
def high_needs_without_plan() -> Boolean:
    """A high needs student of 19 to 24 has no education, health and care plan recorded.

    The age is that on 31 August, and the aim is 16 to 19 funded.
    Fix: record the plan (EHC 1), or remove HNS if the student has no plan.
    """
    return (
        (FundModel == 25)
        & age_on_31_august.between(19, 24)
        & has_learner_fam("HNS")
        & ~has_learner_fam("EHC")
    )


# ------------------------------------------------------------------------ level 3 for adults of 24

_LEVEL_3_AND_ABOVE = ("3", "4", "5", "6", "7", "8", "H")

_is_a_level = lars_learning_delivery.matching(LearnAimRef).any(
    lars_learning_delivery.LearnAimRefType.is_in(("0002", "1413", "1430", "1431", "1453"))
)

_steel_and_trade_unions = (
    ~_no_apprenticeship
    | is_in_custody
    | is_restart
    | has_category(19)
    | provider_has_legal_type("USDC")
    | has_fam("LDM", "347")
)
_STEEL_AND_TRADE_UNIONS = """Apprenticeships, offenders in custody (LDM 034), restarts, trade union
    aims (LARS category 19), steel redundancy training (LDM 347) and aims of specialist designated
    colleges are exempt."""

_free_courses = (
    ~_no_apprenticeship
    | is_in_custody
    | is_restart
    | _is_a_level
    | has_fam("DAM", "023")
    | has_fam("LDM", "378")
)
_FREE_COURSES = """Apprenticeships, offenders in custody (LDM 034), restarts, A levels, learners
    funded in full by a devolved authority (DAM 023) and free courses for jobs (LDM 378) are
    exempt."""

_pilots = is_restart | _is_a_level | has_fam("DAM", "023") | has_fam("LDM", "378", "395")
_PILOTS = """Restarts, A levels, learners funded in full by a devolved authority (DAM 023), free
    courses for jobs (LDM 378) and the pilot of LDM 395 are exempt."""


def _level_3_at_24(
    id: str,  # noqa: A002 - what DfE calls it
    model: int,
    fund: str,
    starts: Span,
    exempt: Boolean,
    exempt_words: str,
    *shown: Expression,
) -> None:
    """A rule on a span of start dates in which adults of 24 had no funding at level 3."""
    family_rule(
        id,
        _started(starts)
        & (FundModel == model)
        & (age_at_start >= 24)
        & aim_level.is_in(_LEVEL_3_AND_ABOVE)
        & ~exempt,
        f"""The learner was 24 or over at the start of this {fund} aim of level 3 or above.

        It speaks of starts {_words(starts)}. {exempt_words}
        Fix: check the date of birth and the aim; if they are right, choose another funding model.
        """,
        on=LearningDelivery,
        years=since("2526"),
        reports=(*shown, DateOfBirth, LearnStartDate, FundModel, LDM),
    )


_level_3_at_24(
    "DateOfBirth_32",
    35,
    "adult skills",
    (date(2015, 8, 1), date(2016, 7, 31)),
    _steel_and_trade_unions,
    _STEEL_AND_TRADE_UNIONS,
    LearningProvider.UKPRN,
)
_level_3_at_24(
    "DateOfBirth_49",
    35,
    "adult skills",
    (date(2016, 8, 1), date(2017, 7, 31)),
    _steel_and_trade_unions,
    _STEEL_AND_TRADE_UNIONS,
    LearningProvider.UKPRN,
)
_level_3_at_24(
    "DateOfBirth_55",
    35,
    "adult skills",
    (date(2017, 8, 1), date(2024, 7, 31)),
    _free_courses,
    _FREE_COURSES,
)
_level_3_at_24(
    "DateOfBirth_56", 38, "Adult Skills Fund", (date(2024, 8, 1), None), _pilots, _PILOTS
)


# ------------------------------------------------------------------- how long apprenticeships last


@dataclass(frozen=True, slots=True)
class _Duration:
    """A span of start dates with the least days that an apprenticeship must last.

    Attributes:
        models: the funding models.
        starts: the start dates.
        least_age: at the start; None where the rule does not ask.
        done: the field and code with which the actual end counts; None where the planned end does.
        both_days: whether the day of the start and that of the end both count.
    """

    id: str
    models: tuple[int, ...]
    starts: Span
    least_age: int | None
    done: tuple[Integer, int] | None
    least_days: int
    both_days: bool

    def condition(self) -> Boolean:
        """What the rule reports."""
        counted = planned_duration_days if self.done is None else actual_duration_days
        condition = (
            _started(self.starts)
            & FundModel.is_in(self.models)
            & is_apprenticeship
            & is_programme_aim
            & ((counted if self.both_days else counted - 1) < self.least_days)
            & ~is_restart
        )
        if self.least_age is not None:
            condition = condition & (age_at_start >= self.least_age)
        if self.done is not None:
            field, code = self.done
            condition = condition & (field == code)
        return condition

    def doc(self) -> str:
        """The words of the rule."""
        aged = "" if self.least_age is None else f" by learners of {self.least_age} or over"
        what = "is planned to last" if self.done is None else "was completed in"
        end = "planned end" if self.done is None else "actual end"
        counted = (
            "The day of the start and that of the end both count."
            if self.both_days
            else "The day of the start does not count, as in DfE's own code."
        )
        return f"""The apprenticeship {what} fewer than {self.least_days} days.

        It speaks of starts {_words(self.starts)}{aged}. {counted} Restarts are exempt.
        Fix: correct the start date or the {end} date; if both are right, the apprenticeship is too
        short to be funded.
        """

    def reports(self) -> tuple[Expression, ...]:
        """The values shown with a finding."""
        end = (LearnPlanEndDate,) if self.done is None else (self.done[0], LearnActEndDate)
        return (DateOfBirth, AimType, LearnStartDate, FundModel, ProgType, *end)


_UP_TO_JULY_2016 = (None, date(2016, 7, 31))
_2014_TO_2016 = (date(2014, 8, 1), date(2016, 7, 31))
_2016_TO_2025 = (date(2016, 8, 1), date(2025, 7, 31))
_FROM_AUGUST_2025 = (date(2025, 8, 1), None)
_achieved = (Outcome, 1)
_completed = (CompStatus, 2)

# DfE's 2020-21 code counts both days in _40 and _46 and leaves the first out in _37 and _47. The
# newer _57 and _58 are read as counting both: 242 days are the fewest in eight months only then.
for _each in (
    _Duration("DateOfBirth_37", (35, 81), _2014_TO_2016, 19, None, 365, both_days=False),
    _Duration("DateOfBirth_40", (35, 81), _UP_TO_JULY_2016, 19, _achieved, 365, both_days=True),
    _Duration("DateOfBirth_46", (36, 81), _2016_TO_2025, 16, None, 365, both_days=True),
    _Duration("DateOfBirth_47", (36, 81), _2016_TO_2025, None, _completed, 365, both_days=False),
    _Duration("DateOfBirth_57", (36,), _FROM_AUGUST_2025, 16, None, 242, both_days=True),
    _Duration("DateOfBirth_58", (36,), _FROM_AUGUST_2025, None, _completed, 242, both_days=True),
):
    family_rule(
        _each.id,
        _each.condition(),
        _each.doc(),
        on=LearningDelivery,
        years=since("2526"),
        reports=_each.reports(),
    )


# ------------------------------------------------------------------------ who may be an apprentice


@rule(
    "DateOfBirth_48",
    on=LearningDelivery,
    years=since("2526"),
    reports=(DateOfBirth, LearnStartDate),
)
def apprentice_before_leaving_school() -> Boolean:
    """The apprenticeship started before the learner could leave school.

    A learner may start after the last Friday in June of the school year (1 September to 31 August)
    of their sixteenth birthday.
    Fix: check the date of birth and the start date; if both are right, the start must be later.
    """
    return (
        (LearnStartDate >= date(2016, 8, 1))
        & is_apprenticeship
        & (programme_start_date <= school_leaving_date)
    )


@rule(
    "DateOfBirth_59",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, ProgType, AimType, StdCode, DateOfBirth),
)
def too_old_for_foundation_apprenticeship() -> Boolean:
    """The learner was 25 or over at the start of this funded foundation apprenticeship.

    It speaks of starts from August 2025. Restarts are exempt.
    Fix: check the date of birth and the standard; choose another standard if both are right.
    """
    return (
        (LearnStartDate >= date(2025, 8, 1))
        & (FundModel == 36)
        & is_apprenticeship
        & is_programme_aim
        & (standard_type == "A0001")
        & (age_at_start >= 25)
        & ~is_restart
    )


@rule(
    "DateOfBirth_60",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, ProgType, AimType, StdCode, DateOfBirth, LDM),
)
def too_old_for_level_7() -> Boolean:
    """The learner is too old to be funded on a level 7 apprenticeship.

    From January 2026 the learner must be 16 to 21 at the start, or under 25 with an education,
    health and care plan or as a care leaver (LDM 362). Restarts are not looked at.
    Fix: record the plan or the care leaver code if it is missing, or do not claim funding.
    """
    under_25 = age_at_start < 25
    return (
        (LearnStartDate >= date(2026, 1, 1))
        & (FundModel == 36)
        & is_apprenticeship
        & is_programme_aim
        & (standard_level == "7")
        & ~age_at_start.between(16, 21)
        & ~(has_fam("LDM", "362") & under_25)
        & ~(has_learner_fam("EHC") & under_25)
        & ~is_restart
    )


@rule(
    "AppSerAgeEligibility_01",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearnStartDate, FundModel, ProgType, AimType, StdCode, DateOfBirth),
)
def too_old_for_standard() -> Boolean:
    """The learner was older at the start than the apprenticeship service allows for the standard.

    It speaks of starts from August 2026, and of the limit in force on the start date. Restarts are
    exempt.
    Fix: check the date of birth and the standard; choose another standard if both are right.
    """
    limit = service_age_limits.matching(StandardCode=StdCode).in_force(LearnStartDate)
    return (
        (LearnStartDate >= date(2026, 8, 1))
        & (FundModel == 36)
        & is_apprenticeship
        & is_programme_aim
        & limit.any(service_age_limits.MaximumAge < this(age_at_start))
        & ~is_restart
    )
