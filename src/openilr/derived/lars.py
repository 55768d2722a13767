"""What LARS says of an aim and of a standard.

Source: spec/rules/README.md sections 2 and 3 (LARS dates, DD29, DD31, DD40, Table 1 of validity).
"""

from openilr.derived.fams import has_fam, is_restart
from openilr.language import Boolean, any_of, fact, when
from openilr.language.columns import (
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearnStartDate,
    ProgType,
    StdCode,
)
from openilr.language.run import collection_year
from openilr.language.tables import (
    lars_annual_value,
    lars_category,
    lars_category_list,
    lars_learning_delivery,
    lars_standard,
)

ENGLISH_AND_MATHS = (1, 2, 11, 12, 13, 14, 19, 20, 21, 23, 24, 25, 29, 30, 31, 32, 33, 34, 35)
"""The BasicSkillsType of English and maths aims."""


@fact(LearningDelivery)
def is_in_lars():
    """The aim is in LARS."""
    return lars_learning_delivery.matching(LearnAimRef).any()


@fact(LearningDelivery)
def aim_level():
    """The level of the aim: E, 1 to 8, H, M or X."""
    aim = lars_learning_delivery.matching(LearnAimRef)
    return aim.value(lars_learning_delivery.NotionalNVQLevelv2)


@fact(LearningDelivery)
def standard_level():
    """The level at which the standard ends."""
    standard = lars_standard.matching(StandardCode=StdCode)
    return standard.value(lars_standard.NotionalEndLevel)


@fact(LearningDelivery)
def standard_type():
    """The type of the standard: A0001 is a foundation apprenticeship."""
    standard = lars_standard.matching(StandardCode=StdCode)
    return standard.value(lars_standard.ApprenticeshipStandardTypeCode)


@fact(LearningDelivery)
def aim_reference_type():
    """The LearnAimRefType of the aim in LARS ("1439" is a GCSE)."""
    aim = lars_learning_delivery.matching(LearnAimRef)
    return aim.value(lars_learning_delivery.LearnAimRefType)


def has_basic_skills_type(*types: int) -> Boolean:
    """Whether the aim is of one of the basic skills types on its start date."""
    rows = lars_annual_value.matching(LearnAimRef).in_force(LearnStartDate)
    return rows.any(lars_annual_value.BasicSkillsType.is_in(types))


@fact(LearningDelivery)
def is_english_or_maths_on_start():
    """The aim was English or maths on its start date."""
    return has_basic_skills_type(*ENGLISH_AND_MATHS)


@fact(LearningDelivery)
def is_adult_skills_english_or_maths():
    """The aim is English or maths in adult skills funding (FundModel 35)."""  # DD31
    return (FundModel == 35) & is_english_or_maths_on_start


@fact(LearningDelivery)
def is_adult_skills_fund_english_or_maths():
    """The aim is English or maths in the Adult Skills Fund (FundModel 38)."""  # DD40
    return (FundModel == 38) & is_english_or_maths_on_start


@fact(LearningDelivery)
def is_english_or_maths():
    """The aim is, or was at some time, English or maths."""
    rows = lars_annual_value.matching(LearnAimRef)
    return rows.any(lars_annual_value.BasicSkillsType.is_in(ENGLISH_AND_MATHS))


@fact(LearningDelivery)
def is_english_maths_or_sign_language_on_start():
    """The aim was English or maths on its start date, or is British Sign Language."""
    aim = lars_learning_delivery.matching(LearnAimRef)
    return is_english_or_maths_on_start | aim.any(
        lars_learning_delivery.FrameworkCommonComponent == 20
    )


def has_category(*categories: int) -> Boolean:
    """Whether LARS has the aim in one of the categories, at any time."""
    rows = lars_category.matching(LearnAimRef)
    return rows.any(lars_category.CategoryRef.is_in(categories))


def has_category_on_start(*categories: int) -> Boolean:
    """Whether LARS has the aim in one of the categories on its start date."""
    rows = lars_category.matching(LearnAimRef).in_force(LearnStartDate)
    return rows.any(lars_category.CategoryRef.is_in(categories))


@fact(LearningDelivery)
def is_traineeship():
    """The aim is part of a traineeship, work preparation and experience."""  # DD29
    return (ProgType == 24) & has_category(2, 4)


_LAST_DEVOLVED = {"2526": 123, "2627": 130}
"""The last SOF of a devolved authority, which are numbered from 110, by collection year."""


@fact(LearningDelivery)
def is_devolved():
    """The aim is funded by a devolved authority."""  # DD35
    return any_of(
        *(
            (collection_year == year) & has_fam("SOF", *map(str, range(110, last + 1)))
            for year, last in _LAST_DEVOLVED.items()
        )
    )


@fact(LearningDelivery)
def validity_category():
    """The category of LARS validity that an aim started before August 2021 must have."""
    # Table 1 of LearnAimRef_88. Where an aim answers to a model of its own and to a devolved
    # authority, the model's category stands; only adult skills gives way to the authority's.
    level_3_offer = has_fam("LDM", "378")
    any_category = (
        ((FundModel == 36) & (ProgType == 25))
        | FundModel.is_in((37, 81))
        | ((FundModel == 99) & ~has_fam("ADL"))
    )
    adult_skills = (
        (FundModel == 35)
        & ProgType.differs_from(25)
        & ~is_devolved
        & ~level_3_offer
        & ~has_fam("LDM", "034")
    )
    return (
        when(is_restart)
        .then("")
        .when((FundModel == 25) & has_fam("LDM", "320", "321", "381"))
        .then("1416_EFA")
        .when(FundModel.is_in((25, 82)))
        .then("1619_EFA")
        .when(FundModel == 10)
        .then("COMM_LEARN")
        .when((FundModel == 99) & has_fam("ADL"))
        .then("ADV_LEARN_LOAN")
        .when(any_category)
        .then("ANY")
        .when(is_devolved & ~level_3_offer)
        .then("MCA_GLA")
        .when(adult_skills)
        .then("ADULT_SKILLS")
        .otherwise("")
    )


def has_category_or_part_of(category: int) -> Boolean:
    """Whether LARS has the aim, at any time, in a category or in one that is part of it.

    Without the list of categories only the category itself is looked for.
    """
    rows = lars_category.matching(LearnAimRef)
    parents = lars_category_list.matching(lars_category.CategoryRef)
    return rows.any(
        (lars_category.CategoryRef == category)
        | parents.any(lars_category_list.ParentCategoryRef == category)
    )
