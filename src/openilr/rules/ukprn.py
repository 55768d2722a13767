"""Rules on the provider's contracts, and on its courses in the apprenticeship service.

A contract rule is reported where the provision is there and the funding stream is not, or where an
aim starts on or after the day from which the stream takes no new starts. Aims that ended before
this year began are left alone where the rule says so; an aim that ended earlier than last year is
left alone too. Which streams a rule looks for is the only thing that changes from year to year.
"""

from collections.abc import Iterable
from datetime import date

from openilr.derived.contracts import has_stream, ours, stop_new_starts
from openilr.derived.fams import ACT, ALB, LDM, SOF, has_fam, is_restart
from openilr.derived.lars import is_devolved
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.years import Years, only, since
from openilr.language import Boolean, Code, Date, Expression, Text, fact
from openilr.language.columns import (
    AimType,
    ConRefNumber,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearningProvider,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.language.expressions import RowSet
from openilr.language.run import previous_year_end, ukprn
from openilr.language.tables import (
    contract_deliverables,
    contracts,
    service_courses,
    skills_bootcamp_contracts,
)
from openilr.rules.registry import family_rule, rule

_SKILLS = {
    "2526": ("ASFC-ASCL2526", "STFIG2526", "ASFC-FCFJ2526"),
    "2627": ("ASFC-ASCL2627", "STFIG2627", "ASFC-FCFJ2627"),
}
_PROCURED = {
    "2526": ("ASF2023-AS2526", "ASF2023-FCFJ2526", "ASF2023-STFI2526"),
    "2627": ("ASF2023-AS2627", "ASF2023-FCFJ2627", "ASF2023-STFI2627"),
}
_LOANS = {"2526": ("ALLB2526", "ALLBC2526"), "2627": ("ALLB2627", "ALLBC2627")}
_NON_LEVY = ("16-18NLAP2018", "ANLAP2018")
_LEVY = ("LEVY1799", "NONLEVY2019")
_OLD_PROCURED = ("AEB-19TRN2021", "AEB-AS2021")
_PROCURED_2021 = ("AEB-AS2324", "AEB-NSF2324")

Streams = tuple[str, ...] | dict[str, tuple[str, ...]]


@fact(LearningDelivery)
def ended_before_this_year():
    """The aim ended before this academic year began."""
    return LearnActEndDate <= previous_year_end


_goes_on = ended_before_this_year.is_not_true()


def _by_year(streams: Streams, years: Years | None) -> Iterable[tuple[Years, tuple[str, ...]]]:
    if isinstance(streams, dict):
        first, second = streams
        yield only(first), streams[first]
        yield since(second), streams[second]
    else:
        yield years or since("2526"), streams


def _needs_stream(
    name: str,
    what: str,
    provision: Boolean,
    streams: Streams,
    reports: tuple[Expression, ...],
    *,
    years: Years | None = None,
) -> None:
    """A rule that the provider has a contract for this provision."""
    for span, codes in _by_year(streams, years):
        family_rule(
            name,
            provision & ~has_stream(*codes) & _goes_on,
            f"""We have no contract that pays for {what}.

            One of these funding streams is needed: {", ".join(codes)}. Aims that ended before this
            academic year are exempt.
            Fix: correct how the aim is funded, or add the contract to our contracts.
            """,
            on=LearningDelivery,
            years=span,
            reports=reports,
        )


def _takes_new_starts(
    name: str,
    what: str,
    provision: Boolean,
    streams: Streams,
    reports: tuple[Expression, ...],
) -> None:
    """A rule that the aim starts before the contract's day of no new starts."""
    for span, codes in _by_year(streams, None):
        family_rule(
            name,
            provision & (LearnStartDate >= stop_new_starts(*codes)) & ~is_restart,
            f"""The contract that pays for {what} took no new starts when the aim started.

            Of several contracts of the streams {", ".join(codes)}, the one with the latest start
            counts. Restarts are exempt.
            Fix: correct the start date, or how the aim is funded.
            """,
            on=LearningDelivery,
            years=span,
            reports=reports,
        )


_adult_skills = FundModel == 35
_skills_fund = FundModel == 38
_nationally_funded = has_fam("SOF", "105")
_procured_2023 = FundModel.is_in((35, 38)) & _nationally_funded & has_fam("LDM", "388")
_procured_2021 = _adult_skills & _nationally_funded & has_fam("LDM", "379")
_levy_paid = (FundModel == 36) & has_fam("ACT", "1")
_non_levy_paid = has_fam("ACT", "2")
_of_provider = (FundModel, LDM, LearningProvider.UKPRN)
_started = (FundModel, LearnStartDate, LDM, LearningProvider.UKPRN)

_needs_stream(
    "UKPRN_06",
    "adult skills",
    _adult_skills
    & is_apprenticeship.is_not_true()
    & ~has_fam("LDM", "034", "357", "377", "379", "388")
    & ~is_devolved,
    _SKILLS,
    _of_provider,
)
_needs_stream("UKPRN_08", "a loans bursary", has_fam("ALB"), _LOANS, (ALB, LearningProvider.UKPRN))
_needs_stream(
    "UKPRN_09",
    "an apprenticeship outside the apprenticeship service",
    is_apprenticeship
    & FundModel.is_not_in_or_unknown((36, 99))
    & ~has_fam("LDM", "034", "353", "355"),
    ("APPS2526",),  # printed so in both years
    _of_provider,
)
_needs_stream(
    "UKPRN_10",
    "an apprenticeship of the apprenticeship service (ACT 1)",
    _levy_paid & (LearnStartDate >= date(2017, 5, 1)),
    _LEVY,
    (*_of_provider, ACT),
)
_needs_stream(
    "UKPRN_11",
    "an apprenticeship paid through a contract (ACT 2)",
    (FundModel == 36) & _non_levy_paid & (LearnStartDate >= date(2017, 5, 1)),
    ("APPS2526", *_NON_LEVY),
    (*_of_provider, ACT),
)
_needs_stream(
    "UKPRN_12",
    "procured adult education (LDM 357)",
    has_fam("LDM", "357") & (LearnStartDate >= date(2017, 11, 1)),
    (*_OLD_PROCURED, "STFI2021"),
    _started,
)
_needs_stream(
    "UKPRN_13",
    "a procured non-levy apprenticeship (ACT 2)",
    _non_levy_paid
    & is_programme_aim
    & (LearnStartDate >= date(2018, 1, 1))
    & ~has_fam("LDM", "358")
    & ~is_restart,
    _NON_LEVY,
    (*_started, ACT, AimType),
)
_needs_stream(
    "UKPRN_14",
    "a non-levy apprenticeship that was not procured (LDM 358)",
    _non_levy_paid & has_fam("LDM", "358"),
    ("APPS2526",),
    (*_started, ACT),
    years=only("2526"),
)
_needs_stream(
    "UKPRN_23",
    "adult education procured in 2021 (LDM 379)",
    _procured_2021 & (LearnStartDate >= date(2021, 8, 1)),
    _PROCURED_2021,
    (*_started, SOF),
)
_needs_stream(
    "UKPRN_27",
    "adult skills procured in 2023 (LDM 388)",
    _procured_2023 & (LearnStartDate >= date(2023, 8, 1)),
    _PROCURED,
    (*_started, SOF),
)
_needs_stream(
    "UKPRN_29",
    "an Adult Skills Fund aim",
    _skills_fund & ~is_devolved & ~has_fam("LDM", "388"),
    _SKILLS,
    (*_of_provider, SOF),
)

_takes_new_starts(
    "UKPRN_16",
    "a procured non-levy apprenticeship (ACT 2)",
    (FundModel == 36) & _non_levy_paid & is_programme_aim,
    _NON_LEVY,
    (*_started, ACT),
)
_takes_new_starts(
    "UKPRN_18",
    "adult skills",
    _adult_skills & _nationally_funded & ~has_fam("LDM", "357"),
    _SKILLS,
    (*_started, SOF),
)
_takes_new_starts(
    "UKPRN_19",
    "procured adult education (LDM 357)",
    _adult_skills & _nationally_funded & has_fam("LDM", "357"),
    _OLD_PROCURED,
    (*_started, SOF),
)
_takes_new_starts(
    "UKPRN_21",
    "an apprenticeship of the apprenticeship service (ACT 1)",
    _levy_paid & is_programme_aim,
    _LEVY,
    (*_started, ACT),
)
_takes_new_starts(
    "UKPRN_24",
    "adult education procured in 2021 (LDM 379)",
    _procured_2021,
    _PROCURED_2021,
    (*_started, SOF),
)
_takes_new_starts(
    "UKPRN_28",
    "adult skills procured in 2023 (LDM 388)",
    _procured_2023,
    _PROCURED,
    (*_started, SOF),
)
_takes_new_starts(
    "UKPRN_30",
    "an Adult Skills Fund aim",
    _skills_fund & _nationally_funded & ~has_fam("LDM", "388"),
    _SKILLS,
    (*_started, SOF),
)


@rule(
    "UKPRN_15",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LDM, ACT, LearningProvider.UKPRN),
)
def not_procured_with_procured_contract() -> Boolean:
    """The non-levy apprenticeship is marked as not procured, and we have a procured contract.

    DfE's text says both that there must not be such a contract and that its absence is the error;
    read as the first, since UKPRN_14 asks for the other contract. Aims that ended before this
    academic year are exempt.
    Fix: remove LDM 358, or correct our contracts.
    """
    return _non_levy_paid & has_fam("LDM", "358") & has_stream(*_NON_LEVY) & _goes_on


@rule(
    "UKPRN_26",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, ConRefNumber, LearningProvider.UKPRN),
)
def bootcamp_without_contract() -> Boolean:
    """The Skills Bootcamp is under no contract that we hold.

    Its ConRefNumber must name one of our contracts, up to the second hyphen, and after that one of
    the contract's deliverables; or stand in the list of Skills Bootcamps contracts.
    Fix: correct the ConRefNumber, or add the contract to our contracts.
    """
    allocation = ConRefNumber.extract("([^-]*-[^-]*)-.*")
    deliverable = ConRefNumber.extract("[^-]*-[^-]*-(.*)")
    contract = ours.matching(ContractAllocationNumber=allocation).any(
        contracts.FundingStreamPeriodCode.is_in(("SB2022", "SB-PAA2022", "SB2023"))
    )
    delivers = contract_deliverables.matching(
        ContractAllocationNumber=allocation, DeliverableCode=deliverable
    ).any()
    listed = skills_bootcamp_contracts.matching(ILRContractRefNumber=ConRefNumber).any(
        ukprn == skills_bootcamp_contracts.UKPRN
    )
    return (ProgType == 32) & ~(contract & delivers) & ~listed


# ------------------------------------------------------ courses of the apprenticeship service

_TAUGHT = ("Active", "ActiveButNotTakingOnApprentices")


def _courses(kind: str, code: Code | Text) -> RowSet:
    """The provider's rows of a course in the service that are in use."""
    return service_courses.matching(CourseCode=code).where(
        ukprn == service_courses.UKPRN,
        service_courses.CourseType == kind,
        service_courses.Status.is_in(_TAUGHT),
    )


def _none_covers(kind: str, code: Code | Text, covers: Boolean) -> Boolean:
    """Whether the course is in the list and no row of it covers the day.

    A course that is not in the list at all is not reported (DfE's flow charts).
    """
    rows = _courses(kind, code)
    return rows.any() & rows.none(covers)


def _not_after(day: Date, last: Date) -> Boolean:
    return last.is_unknown() | (day <= last)


_begins = LearnStartDate >= service_courses.EffectiveFrom
_unit = ProgType == 34
_standard = StdCode.to_text()
_service_apprenticeship = (FundModel == 36) & is_programme_aim


@rule(
    "UKPRN_31",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearningProvider.UKPRN, LDM, LearnAimRef, LearnStartDate),
)
def unfunded_unit_outside_its_dates() -> Boolean:
    """The unfunded apprenticeship unit (LDM 403) started outside the dates of our course.

    Fix: correct the start date or the aim reference, or the course in the apprenticeship service.
    """
    covers = _begins & _not_after(LearnStartDate, service_courses.EffectiveTo)
    return has_fam("LDM", "403") & _none_covers("ShortCourse", LearnAimRef, covers)


@rule(
    "UKPRN_32",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearningProvider.UKPRN, LearnAimRef, LearnStartDate, ProgType),
)
def unit_outside_its_dates() -> Boolean:
    """The apprenticeship unit started outside the dates on which our course takes starts.

    Fix: correct the start date or the aim reference, or the course in the apprenticeship service.
    """
    covers = _begins & _not_after(LearnStartDate, service_courses.LastDateStarts)
    return _unit & _none_covers("ShortCourse", LearnAimRef, covers)


@rule(
    "UKPRN_33",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearningProvider.UKPRN, LearnStartDate, StdCode, FundModel, AimType),
)
def apprenticeship_after_last_start() -> Boolean:
    """The apprenticeship started after the last day on which our course takes starts.

    Restarts are exempt.
    Fix: correct the start date or the standard, or the course in the apprenticeship service.
    """
    covers = _not_after(LearnStartDate, service_courses.LastDateStarts)
    return _service_apprenticeship & ~is_restart & _none_covers("Apprenticeship", _standard, covers)


@rule(
    "UKPRN_34",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearningProvider.UKPRN, LearnAimRef, ProgType, LearnActEndDate),
)
def unit_after_its_end() -> Boolean:
    """The apprenticeship unit ended after our course did.

    Fix: correct the end date or the aim reference, or the course in the apprenticeship service.
    """
    covers = _not_after(LearnActEndDate, service_courses.EffectiveTo)
    return _unit & LearnActEndDate.is_known() & _none_covers("ShortCourse", LearnAimRef, covers)


@rule(
    "UKPRN_35",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearningProvider.UKPRN, LearnActEndDate, FundModel, AimType, StdCode),
)
def apprenticeship_after_its_end() -> Boolean:
    """The apprenticeship ended after our course did.

    Fix: correct the end date or the standard, or the course in the apprenticeship service.
    """
    covers = _not_after(LearnActEndDate, service_courses.EffectiveTo)
    return (
        _service_apprenticeship
        & LearnActEndDate.is_known()
        & _none_covers("Apprenticeship", _standard, covers)
    )
