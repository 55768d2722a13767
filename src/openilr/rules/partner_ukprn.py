"""Rules on the subcontractor or partner that delivers an aim."""

from openilr.derived.programmes import is_programme_aim
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import AimType, LearningDelivery, LearningProvider, PartnerUKPRN
from openilr.language.tables import organisations
from openilr.rules.registry import rule


@rule("PartnerUKPRN_01", on=LearningDelivery, years=since("2526"), reports=(PartnerUKPRN,))
def partner_not_listed() -> Boolean:
    """The subcontractor or partner is not in the organisation list as one.

    An organisation of the list whose row does not say whether it may be a partner is taken for one.
    Fix: correct the UKPRN, or add the organisation to your list.
    """
    listed = organisations.matching(UKPRN=PartnerUKPRN)
    return PartnerUKPRN.is_known() & ~listed.any(organisations.IsPartner.or_unknown())


@rule("PartnerUKPRN_02", on=LearningDelivery, years=since("2526"), reports=(AimType, PartnerUKPRN))
def partner_of_programme_aim() -> Boolean:
    """The programme aim names a subcontractor or partner.

    Fix: record the UKPRN on the aims that the other organisation delivers.
    """
    return is_programme_aim & PartnerUKPRN.is_known()


@rule(
    "PartnerUKPRN_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearningProvider.UKPRN, PartnerUKPRN),
)
def partner_is_provider() -> Boolean:
    """The subcontractor or partner is the provider itself.

    Fix: remove the UKPRN, or record that of the other organisation.
    """
    return PartnerUKPRN == LearningProvider.UKPRN
