"""Rules on learning difficulties, disabilities and health problems."""

from datetime import date

from openilr.derived.ages import age_at_first_start
from openilr.derived.learner_records import lldd_categories
from openilr.derived.programmes import first_start_date
from openilr.derived.provision import all_aims_are_community_learning
from openilr.ilr.years import since, until
from openilr.language import Boolean
from openilr.language.columns import (
    DateOfBirth,
    FundModel,
    Learner,
    LearningDelivery,
    LLDDandHealthProblem,
    LLDDCat,
    LLDDHealthProb,
    PlanLearnHours,
    PrimaryLLDD,
)
from openilr.rules.registry import rule

_considers_to_have_one = LLDDHealthProb == 1
_under_25_or_unknown = (age_at_first_start < 25) | DateOfBirth.is_unknown()

# 98 is "prefer not to say" and 99 "not provided": neither can be the primary one of several.
_can_be_primary = ~LLDDCat.is_in((98, 99))


@rule(
    "LLDDHealthProb_04",
    on=Learner,
    years=since("2526"),
    reports=(LLDDHealthProb, lldd_categories),
)
def category_without_difficulty() -> Boolean:
    """The learner has no difficulty or disability (code 2), and a category of one is recorded.

    Fix: record code 1, or remove the categories.
    """
    return (LLDDHealthProb == 2) & LLDDandHealthProblem.any()


def _no_category(*exempt_models: int) -> Boolean:
    """A difficulty without category, of a learner under 25 with some aim of another model."""
    return (
        _considers_to_have_one
        & LLDDandHealthProblem.none()
        & LearningDelivery.any(~FundModel.is_in(exempt_models))
        & _under_25_or_unknown
    )


@rule(
    "LLDDHealthProb_06",
    on=Learner,
    years=until("2526"),
    reports=(LLDDHealthProb, DateOfBirth),
)
def difficulty_without_category() -> Boolean:
    """The learner has a difficulty or disability (code 1), and no category is recorded.

    Learners of 25 or over at their first start are exempt, and those whose every aim is community
    learning or unfunded (FundModel 10 or 99); one other aim is enough to be asked.
    Fix: record a category for each difficulty, or correct LLDDHealthProb.
    """
    return _no_category(10, 99)


@rule(
    "LLDDHealthProb_06",
    on=Learner,
    years=since("2627"),
    reports=(LLDDHealthProb, DateOfBirth),
)
def difficulty_without_category_after_community_learning() -> Boolean:
    """The learner has a difficulty or disability (code 1), and no category is recorded.

    Learners of 25 or over at their first start are exempt, and those whose every aim is unfunded
    (FundModel 99); one other aim is enough to be asked.
    Fix: record a category for each difficulty, or correct LLDDHealthProb.
    """
    return _no_category(99)


@rule(
    "LLDDHealthProb_07",
    on=Learner,
    years=until("2526"),
    reports=(DateOfBirth, PlanLearnHours, LLDDHealthProb),
)
def community_learner_without_category() -> Boolean:
    """The community learner has a difficulty or disability (code 1), and no category is recorded.

    It speaks of learners whose every aim is community learning, with more than 10 planned hours and
    under 25 at their first start.
    Fix: record a category for each difficulty, or correct LLDDHealthProb.
    """
    return (
        _considers_to_have_one
        & LLDDandHealthProblem.none()
        & all_aims_are_community_learning
        & (PlanLearnHours > 10)
        & _under_25_or_unknown
    )


@rule(
    "PrimaryLLDD_01", on=Learner, years=since("2526"), reports=(lldd_categories, first_start_date)
)
def no_primary_difficulty() -> Boolean:
    """None of the difficulties or disabilities is marked as the primary one.

    It speaks of learners with categories whose first aim started from August 2015. The published
    text has no exemption; the specification of the field asks for no mark beside the categories 98
    (prefer not to say) and 99 (not provided), so learners with nothing else are exempt.
    Fix: mark the category that affects the learner most with PrimaryLLDD 1.
    """
    return (
        (first_start_date >= date(2015, 8, 1))
        & LLDDandHealthProblem.any(_can_be_primary)
        & LLDDandHealthProblem.none(PrimaryLLDD == 1)
    )


@rule("PrimaryLLDD_03", on=Learner, years=since("2526"), reports=(lldd_categories,))
def several_primary_difficulties() -> Boolean:
    """More than one difficulty or disability is marked as the primary one.

    Fix: mark only the category that affects the learner most.
    """
    return LLDDandHealthProblem.count(PrimaryLLDD == 1) > 1


@rule(
    "PrimaryLLDD_04", on=LLDDandHealthProblem, years=since("2526"), reports=(LLDDCat, PrimaryLLDD)
)
def only_difficulty_is_not_primary() -> Boolean:
    """The learner's only difficulty or disability is not marked as the primary one.

    As in PrimaryLLDD_01 the categories 98 and 99 need no mark.
    Fix: mark it with PrimaryLLDD 1.
    """
    return (LLDDandHealthProblem.count() == 1) & PrimaryLLDD.is_unknown() & _can_be_primary
