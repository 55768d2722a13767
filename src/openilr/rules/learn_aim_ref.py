"""Rules on the aim reference: in LARS, of a kind and level that the funding allows.

The validity of the aim by category of funding is in `learn_aim_ref_validity`.
"""

from datetime import date

from openilr.derived.employment import has_esm_at_start, is_on_active_benefits
from openilr.derived.fams import DAM, LDM, has_fam, is_restart
from openilr.derived.lars import (
    aim_level,
    has_category,
    has_category_on_start,
    has_category_or_part_of,
    is_in_lars,
    validity_category,
)
from openilr.derived.organisations import provider_has_legal_type
from openilr.derived.prior_attainment import prior_level_at_start
from openilr.derived.programmes import is_apprenticeship
from openilr.derived.provision import is_in_custody
from openilr.ilr.years import since
from openilr.language import Boolean, coalesce
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.language.tables import lars_validity
from openilr.rules.registry import rule

_OPEN = date(9999, 12, 31)

PROGRAMME_AIM = "ZPROG001"
"""The reference of every programme aim."""

WORK_EXPERIENCE = (
    "Z0007834",
    "Z0007835",
    "Z0007836",
    "Z0007837",
    "Z0007838",
    "Z0002347",
    "ZWRKX001",
    "ZWRKX002",
)
"""Work experience of traineeships, supported internships and CDF industry placements."""

EVENTS = ("Z0059747", "Z0059748", "Z0059749")
"""The event aims of a Skills Bootcamp."""

HGV_EVENTS = ("Z0060439", "Z0009541", "Z0060440", "Z0060441", "Z0060442", "Z0060443")
"""The event aims of an HGV Skills Bootcamp."""

FULL_LEVEL_3 = (6, 7, 8, 9, 10, 97, 98)
"""The prior levels of a full level 3 or above."""

LEGAL_ENTITLEMENT = 38
"""The LARS category of level 3 aims in the legal entitlement."""

devolved_full_funding = has_fam("DAM", "023")
"""A devolved authority funds the learner in full."""

level_3_offer = has_fam("LDM", "378")
"""The aim is a level 3 Free Course for Jobs."""

not_one_day = LearnStartDate.differs_from(LearnPlanEndDate) | LearnStartDate.differs_from(
    LearnActEndDate
)
"""Start, planned end and actual end are not all the same day; an open aim has no actual end."""


@rule("LearnAimRef_01", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef,))
def not_in_lars() -> Boolean:
    """The aim reference is not in LARS.

    Fix: look the aim up in the find a learning aim service and correct the reference.
    """
    return ~is_in_lars


@rule("LearnAimRef_30", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, AimType))
def programme_aim_reference() -> Boolean:
    """ZPROG001 and the aim type do not go together.

    ZPROG001 is the reference of every programme aim and of no other aim.
    Fix: record ZPROG001 on the programme aim alone.
    """
    return ((LearnAimRef == PROGRAMME_AIM) & (AimType != 1)) | (
        (LearnAimRef != PROGRAMME_AIM) & (AimType == 1)
    )


@rule(
    "LearnAimRef_56",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel, LDM),
)
def security_licence_in_custody() -> Boolean:
    """A security licence to practise is not funded for a learner in or on release from custody.

    Starts from August 2015 in adult skills and other adult funding with LDM 034 or 328; LARS
    category 22.
    Fix: correct the aim or the monitoring code, or do not claim funding.
    """
    return (
        (LearnStartDate >= date(2015, 8, 1))
        & FundModel.is_in((35, 81))
        & has_fam("LDM", "034", "328")
        & has_category(22)
    )


@rule(
    "LearnAimRef_78",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel, LDM),
)
def level_3_not_in_entitlement_2016() -> Boolean:
    """A level 3 adult skills aim started in 2016-17 is not in the legal entitlement.

    Apprenticeships, restarts, LDM 034 and 347, and providers that are specialist designated
    colleges are exempt. The aim needs LARS category 38, at any time.
    Fix: check the aim reference and the funding model.
    """
    return (
        LearnStartDate.between(date(2016, 8, 1), date(2017, 7, 31))
        & (FundModel == 35)
        & (aim_level == "3")
        & ~has_category(LEGAL_ENTITLEMENT)
        & is_apprenticeship.is_not_true()
        & ~has_fam("LDM", "034", "347")
        & ~is_restart
        & ~provider_has_legal_type("USDC")
    )


@rule(
    "LearnAimRef_79",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel, LDM, DAM),
)
def level_4_in_adult_skills() -> Boolean:
    """Adult skills funding does not pay for a level 4 aim.

    Starts from August 2016 to July 2024. Apprenticeships, restarts, LDM 034 and full funding by a
    devolved authority (DAM 023) are exempt.
    Fix: check the aim reference and the funding model.
    """
    return (
        LearnStartDate.between(date(2016, 8, 1), date(2024, 7, 31))
        & (FundModel == 35)
        & (aim_level == "4")
        & is_apprenticeship.is_not_true()
        & ~is_in_custody
        & ~is_restart
        & ~devolved_full_funding
    )


@rule(
    "LearnAimRef_81",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel),
)
def licence_to_practise_on_other_benefits() -> Boolean:
    """A licence to practise is not funded for a learner on another state benefit.

    Starts from August 2016 in adult skills and other adult funding with BSI 3 on the status in
    force at the start. LARS category 20, or a part of it where the list of categories is loaded.
    Fix: check the benefit at the start and the aim, or do not claim funding.
    """
    return (
        (LearnStartDate >= date(2016, 8, 1))
        & FundModel.is_in((35, 81))
        & has_esm_at_start("BSI", 3)
        & has_category_or_part_of(20)
    )


@rule(
    "LearnAimRef_84",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel, LDM, DAM),
)
def level_3_not_in_entitlement_2017() -> Boolean:
    """A level 3 adult skills aim was not in the legal entitlement on its start date.

    Starts from August 2017 to July 2024. Apprenticeships, traineeships, restarts, LDM 034 and 378
    and full funding by a devolved authority (DAM 023) are exempt. The aim needs LARS category 38.
    Fix: check the aim reference, the start date and the funding model.
    """
    return (
        LearnStartDate.between(date(2017, 8, 1), date(2024, 7, 31))
        & (FundModel == 35)
        & (aim_level == "3")
        & ~has_category_on_start(LEGAL_ENTITLEMENT)
        & ProgType.is_not_in_or_unknown((24, 25))
        & ~has_fam("LDM", "034", "378")
        & ~is_restart
        & ~devolved_full_funding
    )


@rule(
    "LearnAimRef_85",
    on=LearningDelivery,
    years=since("2526"),
    reports=(prior_level_at_start, LearnAimRef, LearnStartDate, FundModel),
)
def second_level_3_in_adult_skills() -> Boolean:
    """Adult skills funding does not pay for a level 3 aim after an earlier full level 3.

    Starts from August 2017 to July 2024; the latest prior attainment dated on or before the start
    counts. Apprenticeships, traineeships, restarts, full funding by a devolved authority (DAM 023)
    and LDM 382 are exempt, and a level 3 Free Course for Jobs (LDM 378) of a learner unemployed
    on benefits. The list of exemptions can be read in other ways; this one takes its "and" before
    its "or".
    Fix: check the prior attainment, the aim and the funding model.
    """
    return (
        LearnStartDate.between(date(2017, 8, 1), date(2024, 7, 31))
        & (FundModel == 35)
        & prior_level_at_start.is_in(FULL_LEVEL_3)
        & (aim_level == "3")
        & ProgType.is_not_in_or_unknown((24, 25))
        & ~is_restart
        & ~devolved_full_funding
        & (level_3_offer & is_on_active_benefits).is_not_true()
        & ~has_fam("LDM", "382")
    )


@rule(
    "LearnAimRef_88",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, LearnAimRef),
)
def start_outside_new_start_window() -> Boolean:
    """LARS does not allow new starts on the aim on this date for this kind of funding.

    Starts before August 2021; restarts are not looked at. It is enough that one period of validity
    covers the date. Funding that asks for a LARS category in place of a validity is not looked at:
    which category goes with which funding is not on file.
    Fix: check the aim reference and the start date against the aim's validity in LARS.
    """
    last_start = coalesce(lars_validity.LastNewStartDate, lars_validity.EndDate, _OPEN)
    rows = lars_validity.matching(LearnAimRef).matching(ValidityCategory=validity_category)
    return (
        (LearnStartDate < date(2021, 8, 1))
        & (validity_category != "")
        & rows.none(LearnStartDate.between(lars_validity.StartDate, last_start))
    )


@rule("LearnAimRef_90", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, ProgType))
def work_experience_in_t_level() -> Boolean:
    """This work experience aim is not part of a T Level.

    It belongs to traineeships, supported internships or CDF industry placements.
    Fix: record the industry placement of the T Level instead, or correct the programme type.
    """
    return (ProgType == 31) & LearnAimRef.is_in(WORK_EXPERIENCE)


@rule(
    "LearnAimRef_126",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, LearnPlanEndDate, LearnActEndDate),
)
def event_lasts_longer_than_a_day() -> Boolean:
    """A Skills Bootcamp event aim does not start, plan to end and end on one day.

    An event aim without an actual end date is reported: the three dates must be the same.
    Fix: give the start, the planned end and the actual end the day of the event.
    """
    return LearnAimRef.is_in(EVENTS) & not_one_day


@rule(
    "LearnAimRef_135",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel, DAM),
)
def level_4_in_adult_skills_fund() -> Boolean:
    """The Adult Skills Fund does not pay for a level 4 aim.

    Starts from August 2024; full funding by a devolved authority (DAM 023) is exempt.
    Fix: check the aim reference and the funding model.
    """
    return (
        (LearnStartDate >= date(2024, 8, 1))
        & (FundModel == 38)
        & (aim_level == "4")
        & ~devolved_full_funding
    )


@rule(
    "LearnAimRef_136",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnStartDate, FundModel, LDM, DAM),
)
def level_3_not_in_entitlement_2024() -> Boolean:
    """A level 3 Adult Skills Fund aim was not in the legal entitlement on its start date.

    Starts from August 2024. Restarts, LDM 378 and 395 and full funding by a devolved authority
    (DAM 023) are exempt. The aim needs LARS category 38.
    Fix: check the aim reference, the start date and the funding model.
    """
    return (
        (LearnStartDate >= date(2024, 8, 1))
        & (FundModel == 38)
        & (aim_level == "3")
        & ~has_category_on_start(LEGAL_ENTITLEMENT)
        & ~is_restart
        & ~devolved_full_funding
        & ~has_fam("LDM", "378", "395")
    )


@rule(
    "LearnAimRef_137",
    on=LearningDelivery,
    years=since("2526"),
    reports=(prior_level_at_start, LearnAimRef, LearnStartDate, FundModel),
)
def second_level_3_in_adult_skills_fund() -> Boolean:
    """The Adult Skills Fund does not pay for a level 3 aim after an earlier full level 3.

    Starts from August 2024; the latest prior attainment dated on or before the start counts.
    Restarts, full funding by a devolved authority (DAM 023) and learners who earn below the
    threshold (LDM 391) are exempt.
    Fix: check the prior attainment, or record LDM 391 if the learner earns below the threshold.
    """
    return (
        (LearnStartDate >= date(2024, 8, 1))
        & (FundModel == 38)
        & prior_level_at_start.is_in(FULL_LEVEL_3)
        & (aim_level == "3")
        & ~has_fam("LDM", "391")
        & ~is_restart
        & ~devolved_full_funding
    )


@rule("LearnAimRef_153", on=LearningDelivery, years=since("2526"), reports=(LearnAimRef, FundModel))
def devolved_bootcamp_in_adult_skills() -> Boolean:
    """An aim of the exceptional devolved Skills Bootcamps is not funded through adult skills.

    LARS category 67.
    Fix: take the aim out of the return, or correct its reference or funding model.
    """
    return (FundModel == 35) & has_category(67)


@rule(
    "LearnAimRef_154",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, ProgType, LearnStartDate, LearnPlanEndDate, LearnActEndDate),
)
def hgv_event_lasts_longer_than_a_day() -> Boolean:
    """An HGV Skills Bootcamp event aim does not start, plan to end and end on one day.

    Starts from August 2024. An event aim without an actual end date is reported: the three dates
    must be the same.
    Fix: give the start, the planned end and the actual end the day of the event.
    """
    return (
        (LearnStartDate >= date(2024, 8, 1))
        & (ProgType == 32)
        & LearnAimRef.is_in(HGV_EVENTS)
        & not_one_day
    )


@rule(
    "LearnAimRef_155",
    on=LearningDelivery,
    years=since("2627"),
    reports=(LearnAimRef, LearnStartDate, LearnPlanEndDate, LearnActEndDate),
)
def card_lasts_longer_than_a_day() -> Boolean:
    """A construction skills card aim does not start, plan to end and end on one day.

    LARS category 76, or a part of it where the list of categories is loaded. An aim without an
    actual end date is reported: the three dates must be the same.
    Fix: give the start, the planned end and the actual end the day of the test or the card.
    """
    return has_category_or_part_of(76) & not_one_day
