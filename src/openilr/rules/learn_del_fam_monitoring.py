"""Rules on what a monitoring code (LDM, DAM) asks of its aim: funding, dates, LARS, other codes."""

from datetime import date

from openilr.derived.ages import age_at_start, age_on_31_august
from openilr.derived.fams import ACT, DAM, LDM, SOF, has_fam, has_fam_other_than, is_restart
from openilr.derived.lars import aim_level, has_category, has_category_on_start, is_devolved
from openilr.ilr.years import only, since, until
from openilr.language import Boolean
from openilr.language.columns import (
    AimType,
    DateOfBirth,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    Outcome,
    ProgType,
)
from openilr.language.run import return_period
from openilr.language.tables import lars_learning_delivery
from openilr.rules.registry import family_rule, rule

_BEFORE_AUGUST_2024 = LearnStartDate <= date(2024, 7, 31)
_FROM_AUGUST_2024 = LearnStartDate >= date(2024, 8, 1)

# -------------------- codes of some funding models and provision

for _id, _codes, _models, _what, _fix in (
    (
        *("LearnDelFAMType_107", ("320", "321", "381"), (25, 82)),
        "The aim has a monitoring code of 14 to 16 learners and is not 16 to 19 funded.",
        "use FundModel 25 or 82, or take LDM 320, 321 or 381 away.",
    ),
    (
        *("LearnDelFAMType_113", ("384",), (81,)),
        "The aim has LDM 384 (T Levels for adults) and is not FundModel 81.",
        "use FundModel 81, or take LDM 384 away.",
    ),
    (
        *("LearnDelFAMType_127", ("395",), (38,)),
        "The aim is marked as the Project S pilot of the Adult Skills Fund and is not funded by "
        "it.",
        "use FundModel 38, or take LDM 395 away.",
    ),
    (
        *("LearnDelFAMType_128", ("396",), (81,)),
        "The aim is marked as the Project S pilot of Skills Bootcamps and is not FundModel 81.",
        "use FundModel 81, or take LDM 396 away.",
    ),
):
    family_rule(
        _id,
        has_fam("LDM", *_codes) & ~FundModel.is_in(_models),
        f"{_what}\n\nFix: {_fix}",
        on=LearningDelivery,
        years=since("2526"),
        reports=(FundModel, LDM),
    )


@rule(
    "LearnDelFAMType_68",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, LDM),
)
def own_staff_off_programme_aim() -> Boolean:
    """The code for an apprentice of the provider's own staff is on another aim than the programme.

    It belongs on the programme aim of FundModel 36; an aim that is not of both is reported.
    Fix: move LDM 356 to the programme aim, or correct the funding model or aim type.
    """
    return has_fam("LDM", "356") & ((FundModel != 36) | (AimType != 1))


for _years, _models in ((until("2526"), (10, 35)), (since("2627"), (35,))):
    family_rule(
        "LearnDelFAMType_69",
        has_fam("LDM", "357") & (~FundModel.is_in(_models) | (LearnStartDate < date(2017, 11, 1))),
        """The aim is marked as the first procured adult education budget and cannot be part of it.

        It funded adult skills aims started from November 2017.
        Fix: take LDM 357 away, or correct the funding model or the start date.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(LearnStartDate, FundModel, LDM),
    )


@rule(
    "LearnDelFAMType_70",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, LearnActEndDate, LDM),
)
def extended_contract_too_early() -> Boolean:
    """The aim is marked as part of an extended non-levy contract and started before 2018.

    Fix: take LDM 358 away, or correct the start date.
    """
    return has_fam("LDM", "358") & (LearnStartDate < date(2018, 1, 1))


@rule("LearnDelFAMType_71", on=LearningDelivery, years=only("2526"), reports=(LDM, ACT))
def extended_contract_without_contract_type() -> Boolean:
    """The aim is marked as part of an extended non-levy contract and has no ACT 2.

    Fix: add the ACT 2 record, or take LDM 358 away.
    """
    return has_fam("LDM", "358") & ~has_fam("ACT", "2")


@rule("LearnDelFAMType_75", on=LearningDelivery, years=since("2526"), reports=(SOF, LDM))
def national_code_on_devolved_aim() -> Boolean:
    """The aim is funded by a devolved authority and has a code of national funding.

    These are LDM 034, 357, 363, 379 and 388: custody, procured budgets and low wages.
    Fix: take the LDM code away, or correct the source of funding.
    """
    return is_devolved & has_fam("LDM", "034", "357", "363", "379", "388")


@rule("LearnDelFAMType_76", on=LearningDelivery, years=since("2526"), reports=(SOF, LDM))
def custody_with_other_funding() -> Boolean:
    """The learner is in custody and the aim has a source of funding other than adult skills.

    Fix: use SOF 105, or take LDM 034 away.
    """
    return has_fam("LDM", "034") & has_fam_other_than("SOF", "105")


@rule(
    "LearnDelFAMType_97",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, SOF, DAM),
)
def devolved_procurement_with_national_funding() -> Boolean:
    """The aim is marked as procured by a devolved authority and is nationally funded adult skills.

    Fix: take DAM 002 away, or give the SOF of the devolved authority.
    """
    return has_fam("DAM", "002") & (FundModel == 35) & has_fam("SOF", "105")


@rule(
    "LearnDelFAMType_105",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, ProgType, SOF, LDM),
)
def not_procured_in_2021() -> Boolean:
    """The aim is marked as the adult education budget procured in 2021 and cannot be part of it.

    It funds FundModel 35 and 10 with SOF 105, outside programmes. The printed condition lacks a
    bracket: each of the three is asked only of an aim with LDM 379.
    Fix: take LDM 379 away, or correct the funding model, source of funding or programme type.
    """
    return has_fam("LDM", "379") & (
        ~FundModel.is_in((10, 35)) | has_fam_other_than("SOF", "105") | ProgType.is_known()
    )


@rule(
    "LearnDelFAMType_116",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, ProgType, SOF, LDM),
)
def not_procured_in_2023() -> Boolean:
    """The aim is marked as the adult education budget procured in 2023 and cannot be part of it.

    It funds FundModel 35, 38, 11 and 10 with SOF 105, outside programmes.
    Fix: take LDM 388 away, or correct the funding model, source of funding or programme type.
    """
    return has_fam("LDM", "388") & (
        ~FundModel.is_in((10, 11, 35, 38)) | has_fam_other_than("SOF", "105") | ProgType.is_known()
    )


@rule("LearnDelFAMType_115", on=LearningDelivery, years=since("2526"), reports=(LDM,))
def procured_twice() -> Boolean:
    """The aim is marked as procured in 2021 and in 2023.

    Fix: keep LDM 379 or 388, whichever contract funds the aim.
    """
    return has_fam("LDM", "379") & has_fam("LDM", "388")


@rule("LearnDelFAMType_117", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, LDM))
def not_eligible_in_procurement_of_2023() -> Boolean:
    """The aim is marked as procured in 2023 and is neither regulated nor on the list of the others.

    A regulated aim has genre EOQ, EOU or EQQ in LARS, the others have category 65. The printed
    condition joins the two by "or", which every aim meets: neither may hold.
    Fix: check the aim reference, or take LDM 388 away.
    """
    aim = lars_learning_delivery.matching(LearnAimRef)
    genre = lars_learning_delivery.LearningDeliveryGenre
    return (
        has_fam("LDM", "388")
        & aim.any(genre.is_not_in_or_unknown(("EOQ", "EOU", "EQQ")))
        & ~has_category(65)
    )


@rule(
    "LearnDelFAMType_106",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LDM, DateOfBirth),
)
def too_young_for_direct_funding() -> Boolean:
    """The learner is funded directly at 14 to 16 and was not yet 14 on 31 August.

    Fix: correct the date of birth, or take LDM 320 or 321 away.
    """
    return has_fam("LDM", "320", "321") & (age_on_31_august < 14)


# -------------------- proxy aims


@rule(
    "LearnDelFAMType_15",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnActEndDate, LDM),
)
def proxy_aim_ended() -> Boolean:
    """The aim is marked as a proxy and has ended.

    A proxy stands for an aim that LARS does not have yet.
    Fix: give the real aim reference and take LDM 118 away.
    """
    return has_fam("LDM", "118") & LearnActEndDate.is_known()


@rule("LearnDelFAMType_16", on=LearningDelivery, years=since("2526"), reports=(LDM,))
def proxy_aim_late_in_year() -> Boolean:
    """The aim is still marked as a proxy in one of the last three returns of the year.

    Fix: give the real aim reference and take LDM 118 away.
    """
    return has_fam("LDM", "118") & return_period.between(12, 14)


# -------------------- free courses for jobs (LDM 378)

_free_course = has_fam("LDM", "378")
_free_course_categories = (45, 46, 49, 56)


@rule(
    "LearnDelFAMType_100",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LDM),
)
def free_course_too_early() -> Boolean:
    """The aim is marked as a free course for jobs and started before April 2021.

    Fix: take LDM 378 away, or correct the start date.
    """
    return _free_course & (LearnStartDate < date(2021, 4, 1))


@rule(
    "LearnDelFAMType_108",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LDM),
)
def low_wage_without_free_course() -> Boolean:
    """The aim is marked as free for a low wage and not as a free course for jobs.

    For starts up to July 2024.
    Fix: add LDM 378, or take LDM 382 away.
    """
    return _BEFORE_AUGUST_2024 & has_fam("LDM", "382") & ~_free_course


@rule(
    "LearnDelFAMType_120",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LDM),
)
def free_course_without_earnings_threshold() -> Boolean:
    """The free course for jobs does not say that the learner earns below the threshold.

    For starts from August 2024.
    Fix: add LDM 391 if the learner earns below the threshold, or take LDM 378 away.
    """
    return _FROM_AUGUST_2024 & _free_course & ~has_fam("LDM", "391")


@rule(
    "LearnDelFAMType_98",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, LearnAimRef, LDM),
)
def not_a_free_course() -> Boolean:
    """The adult skills aim is marked as a free course for jobs and is none in LARS.

    For starts up to July 2024. LARS has such aims in category 45, 46, 49 or 56; category 48 is let
    be.
    Fix: check the aim reference, or take LDM 378 away.
    """
    return (
        _BEFORE_AUGUST_2024
        & (FundModel == 35)
        & _free_course
        & ~has_category(*_free_course_categories, 48)
    )


@rule(
    "LearnDelFAMType_121",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, LearnAimRef, LDM),
)
def not_a_free_course_of_the_skills_fund() -> Boolean:
    """The Adult Skills Fund aim is marked as a free course for jobs and is none in LARS.

    For starts from August 2024. LARS has such aims in category 45, 46, 49 or 56. The Project S
    pilot is exempt: the list prints its code as 95, it is 395.
    Fix: check the aim reference, or take LDM 378 away.
    """
    return (
        _FROM_AUGUST_2024
        & (FundModel == 38)
        & _free_course
        & ~has_category(*_free_course_categories)
        & ~has_fam("LDM", "395")
    )


@rule(
    "LearnDelFAMType_99",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, LearnAimRef, LDM),
)
def free_course_not_marked() -> Boolean:
    """The adult skills aim is funded as a free course for jobs only and not marked as one.

    LARS has it in category 48. For starts up to July 2024; devolved funding is exempt.
    Fix: add LDM 378, or correct the aim reference.
    """
    return _BEFORE_AUGUST_2024 & (FundModel == 35) & has_category(48) & ~_free_course & ~is_devolved


@rule(
    "LearnDelFAMType_110",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnAimRef, SOF, LDM),
)
def devolved_free_course_funded_nationally() -> Boolean:
    """The free course for jobs is one of devolved areas only and is not funded by one of them.

    LARS has it in category 56 on the start date. Restarts are exempt.
    Fix: correct the source of funding, or take LDM 378 away.
    """
    return _free_course & ~is_devolved & has_category_on_start(56) & ~is_restart


@rule(
    "LearnDelFAMType_114",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnAimRef, SOF, LDM),
)
def free_course_outside_its_dates() -> Boolean:
    """The national free course for jobs started on a day when LARS did not have it as one.

    For starts up to July 2024, by category 45 and 46: it is enough that one period of either covers
    the start. Restarts are exempt; an aim that was never in these categories is not looked at.
    Fix: check the aim reference and the start date, or take LDM 378 away.
    """
    return (
        _BEFORE_AUGUST_2024
        & _free_course
        & ~is_devolved
        & has_category(45, 46)
        & ~has_category_on_start(45, 46)
        & ~is_restart
    )


@rule(
    "LearnDelFAMType_129",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnAimRef, SOF, LDM),
)
def devolved_free_course_outside_its_dates() -> Boolean:
    """The devolved free course for jobs started on a day when LARS did not have it as one.

    By category 56. Restarts are exempt, and so are aims of category 45 or 46, whenever they had it;
    an aim that was never in category 56 is not looked at.
    Fix: check the aim reference and the start date, or take LDM 378 away.
    """
    return (
        _free_course
        & is_devolved
        & has_category(56)
        & ~has_category_on_start(56)
        & ~is_restart
        & ~has_category(45, 46)
    )


@rule(
    "LearnDelFAMType_125",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnAimRef, FundModel, LDM, DAM),
)
def level_3_not_free_at_24() -> Boolean:
    """The Adult Skills Fund pays for a level 3 entitlement aim of a learner of 24 or over.

    For starts from August 2024. It does so only for free courses for jobs (LDM 378). Restarts, DAM
    023 and the Project S pilot (LDM 395) are exempt.
    Fix: add LDM 378 if the learner has a free course for jobs, or correct the funding model.
    """
    return (
        _FROM_AUGUST_2024
        & (FundModel == 38)
        & (age_at_start >= 24)
        & (aim_level == "3")
        & has_category(38)
        & ~has_fam("LDM", "378", "395")
        & ~has_fam("DAM", "023")
        & ~is_restart
    )


# -------------------- apprenticeship units and their milestones (LDM 403 and 404)

_unit = has_fam("LDM", "403")
_milestone = has_fam("LDM", "404")

_not_funded_unit = ((FundModel == 39) & (ProgType == 34)).is_not_true()

for _years, _carries in ((until("2526"), _unit), (since("2627"), _unit & _not_funded_unit)):
    family_rule(
        "LearnDelFAMType_135",
        _carries & (FundModel != 99),
        """The aim is marked as a unit delivered as a non-funded aim and is not FundModel 99.

        From 2026-27 FundModel 39 with programme type 34 is exempt.
        Fix: use FundModel 99, or take LDM 403 away.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, ProgType, LDM),
    )

for _years, _carries in (
    (until("2526"), _milestone),
    (since("2627"), _milestone & _not_funded_unit),
):
    family_rule(
        "LearnDelFAMType_138",
        _carries & ~_unit,
        """The aim has the milestone of an apprenticeship unit and is not marked as one.

        From 2026-27 FundModel 39 with programme type 34 is exempt.
        Fix: add LDM 403, or take LDM 404 away.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, ProgType, LDM),
    )


@rule(
    "LearnDelFAMType_136",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, DateOfBirth, LDM),
)
def unit_under_19() -> Boolean:
    """The apprenticeship unit is for a learner who was under 19 when it started.

    Fix: correct the date of birth or the start date, or take LDM 403 away.
    """
    return _unit & (age_at_start < 19)


@rule(
    "LearnDelFAMType_137",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LDM),
)
def unit_too_early() -> Boolean:
    """The apprenticeship unit started before April 2026, when there were none.

    Fix: correct the start date, or take LDM 403 away.
    """
    return _unit & (LearnStartDate < date(2026, 4, 1))


@rule("LearnDelFAMType_139", on=LearningDelivery, years=since("2526"), reports=(Outcome, LDM))
def unit_achieved_without_milestone() -> Boolean:
    """The apprenticeship unit is achieved and has no milestone.

    Fix: add LDM 404, or correct the outcome.
    """
    return _unit & (Outcome == 1) & ~_milestone


@rule(
    "LearnDelFAMType_140",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LDM),
)
def unit_not_in_lars() -> Boolean:
    """The aim is marked as an apprenticeship unit and is none in LARS.

    LARS has units in category 91.
    Fix: check the aim reference, or take LDM 403 away.
    """
    return _unit & ~has_category(91)


@rule(
    "LearnDelFamType_141",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ProgType, LDM),
)
def milestone_outside_unit() -> Boolean:
    """The aim has the milestone of an apprenticeship unit and is of another programme type.

    Units delivered as non-funded aims (LDM 403) are exempt.
    Fix: use programme type 34, or take LDM 404 away.
    """
    return _milestone & ~_unit & ProgType.differs_from(34)


@rule(
    "LearnDelFamType_142",
    on=LearningDelivery,
    years=since("2627"),
    reports=(AimType, LDM),
)
def milestone_off_programme_aim() -> Boolean:
    """The milestone of an apprenticeship unit is not on the programme aim.

    Units delivered as non-funded aims (LDM 403) are exempt.
    Fix: move LDM 404 to the programme aim.
    """
    return _milestone & ~_unit & (AimType != 1)
