"""Rules on the provider's contracts."""

from openilr.derived.contracts import ours
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import ConRefNumber, LearningDelivery, LearningProvider, ProgType
from openilr.language.run import ukprn
from openilr.language.tables import contract_deliverables, contracts, skills_bootcamp_contracts
from openilr.rules.registry import rule


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
