"""Rules on the organisation that assesses an apprentice."""

from openilr.derived.fin_records import has_fin_record
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import EPAOrgID, LearningDelivery, LearnPlanEndDate, StdCode
from openilr.language.tables import epa_organisations
from openilr.rules.registry import rule

_has_assessment_price = has_fin_record("TNP", 2, 4)


@rule(
    "EPAOrgID_01",
    on=LearningDelivery,
    years=since("2526"),
    reports=(EPAOrgID, LearnPlanEndDate, StdCode),
)
def assessor_not_listed_for_standard() -> Boolean:
    """The assessment organisation is not listed for the standard on the planned end date.

    An aim without a standard has none to be listed for and is reported too.
    Fix: check the organisation's identifier, the standard and the planned end date.
    """
    listed = epa_organisations.matching(EPAOrgID, StandardCode=StdCode)
    return (
        EPAOrgID.is_known() & LearnPlanEndDate.is_known() & ~listed.in_force(LearnPlanEndDate).any()
    )


@rule("EPAOrgID_02", on=LearningDelivery, years=since("2526"), reports=(EPAOrgID,))
def assessment_price_without_assessor() -> Boolean:
    """The aim has an assessment price (TNP 2 or 4) and no assessment organisation.

    Fix: add the assessment organisation, or remove the assessment price.
    """
    return _has_assessment_price & EPAOrgID.is_unknown()


@rule("EPAOrgID_03", on=LearningDelivery, years=since("2526"), reports=(EPAOrgID,))
def assessor_without_assessment_price() -> Boolean:
    """The aim has an assessment organisation and no assessment price (TNP 2 or 4).

    Fix: add the assessment price, or remove the assessment organisation.
    """
    return EPAOrgID.is_known() & ~_has_assessment_price
