"""Rules on the contract reference number."""

from openilr.ilr.years import only, since
from openilr.language.columns import ConRefNumber, FundModel, LearningDelivery
from openilr.rules.registry import family_rule

# Apprenticeships are named in DfE's prose and not in its list of funding models, which stands.
for _years, _models in (
    (only("2526"), (10, 11, 25, 35, 38, 81, 82, 99)),
    (since("2627"), (11, 25, 35, 38, 81, 82, 99)),
):
    family_rule(
        "ConRefNumber_03",
        FundModel.is_in(_models) & ConRefNumber.is_known(),
        """The funding model of the aim has no contract reference number.

        It is for Skills Bootcamps and for what else is paid by contract.
        Fix: remove the contract reference number, or correct the funding model.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, ConRefNumber),
    )
