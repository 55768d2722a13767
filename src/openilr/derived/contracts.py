"""The provider's own contracts.

Source: spec/rules/families.md (contract allocation).
"""

from openilr.language import Boolean, Date, fact
from openilr.language.columns import ConRefNumber, LearningDelivery
from openilr.language.run import ukprn
from openilr.language.tables import contracts

ours = contracts.where(contracts.DeliveryUKPRN == ukprn)
"""The contracts of the provider that makes the return."""


def has_stream(*codes: str) -> Boolean:
    """Whether the provider has a contract of one of the funding streams."""
    return ours.any(contracts.FundingStreamPeriodCode.is_in(codes))


def stop_new_starts(*codes: str) -> Date:
    """The day from which the streams take no new starts, by the allocation with the latest
    start.
    """
    streams = ours.where(contracts.FundingStreamPeriodCode.is_in(codes))
    return streams.latest(contracts.StartDate).take(contracts.StopNewStartsFromDate)


@fact(LearningDelivery)
def contract_number():
    """The contract that ConRefNumber names before its second hyphen; unknown without one."""
    return ConRefNumber.extract("([^-]*-[^-]*)-.*")
