"""Rules on the original start date, returned when learning restarts after a break."""

from datetime import date

from openilr.derived.fams import has_fam, is_restart
from openilr.derived.programmes import is_apprenticeship
from openilr.derived.provision import is_loan_funded
from openilr.ilr.years import since, until
from openilr.language import Boolean, years
from openilr.language.columns import (
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    OrigLearnStartDate,
    ProgType,
)
from openilr.language.tables import lars_validity
from openilr.rules.registry import family_rule, rule


@rule(
    "OrigLearnStartDate_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, OrigLearnStartDate, FundModel),
)
def original_start_over_ten_years_before() -> Boolean:
    """The original start is more than ten years before the start.

    Fix: correct the original start date.
    """
    return OrigLearnStartDate < LearnStartDate - years(10)


@rule(
    "OrigLearnStartDate_02",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, OrigLearnStartDate, FundModel),
)
def original_start_not_before_start() -> Boolean:
    """The original start is not before the start.

    Fix: correct the dates, or remove the original start date if learning did not restart.
    """
    return OrigLearnStartDate >= LearnStartDate


_no_original_start = """The original start date is not collected for this funding model.

16 to 19 funding{} does not use it.
Fix: remove the original start date, or correct the funding model.
"""

for _years, _models, _words in (
    (until("2526"), (25, 82, 10), " and community learning"),
    (since("2627"), (25, 82), ""),
):
    family_rule(
        "OrigLearnStartDate_03",
        FundModel.is_in(_models) & OrigLearnStartDate.is_known(),
        _no_original_start.format(_words),
        on=LearningDelivery,
        years=_years,
        reports=(OrigLearnStartDate, FundModel),
    )


@rule(
    "OrigLearnStartDate_04",
    on=LearningDelivery,
    years=since("2526"),
    reports=(OrigLearnStartDate, FundModel),
)
def original_start_without_restart() -> Boolean:
    """An original start date is returned and the aim is not marked as a restart.

    Fix: record RES if learning restarted after a break; remove the original start date if not.
    """
    return OrigLearnStartDate.is_known() & ~is_restart


@rule(
    "OrigLearnStartDate_09",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, OrigLearnStartDate),
)
def original_start_before_may_2017() -> Boolean:
    """The apprenticeship (FundModel 36) has an original start before 1 May 2017.

    Fix: correct the original start date or the funding model.
    """
    return (FundModel == 36) & (OrigLearnStartDate < date(2017, 5, 1))


_free_courses = has_fam("LDM", "378")

for _id, _asked, _categories, _words in (
    (
        "OrigLearnStartDate_06",
        (FundModel == 35) & is_apprenticeship.is_not_true() & ~_free_courses,
        ("ADULT_SKILLS", "UNEMPLOYED", "OLASS_ADULT"),
        "adult skills aims (FundModel 35) but for apprenticeships and LDM 378",
    ),
    (
        "OrigLearnStartDate_07",
        (FundModel == 81) | ((FundModel == 36) & (ProgType == 25)),
        ("ANY",),
        "other adult aims (FundModel 81) and apprenticeship standards (36 with ProgType 25)",
    ),
    (
        "OrigLearnStartDate_08",
        is_loan_funded,
        ("ADV_LEARN_LOAN",),
        "aims with an Advanced Learner Loan",
    ),
    ("OrigLearnStartDate_10", FundModel == 37, ("ANY",), "Skills Bootcamps (FundModel 37)"),
    (
        "OrigLearnStartDate_11",
        (FundModel == 38) & ~_free_courses,
        ("ADULT_SKILLS",),
        "Adult Skills Fund aims (FundModel 38) but for LDM 378",
    ),
):
    _valid = lars_validity.matching(LearnAimRef).in_force(OrigLearnStartDate)
    family_rule(
        _id,
        OrigLearnStartDate.is_known()
        & _asked
        & _valid.none(lars_validity.ValidityCategory.is_in(_categories)),
        f"""The original start is outside the aim's {" or ".join(_categories)} validity in LARS.

        Looked at: {_words}. An aim that LARS does not have in the category is reported.
        Fix: check the original start date, the aim reference and the funding model.
        """,
        on=LearningDelivery,
        years=since("2526"),
        reports=(LearnAimRef, OrigLearnStartDate, FundModel),
    )
