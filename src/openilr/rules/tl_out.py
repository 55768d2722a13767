"""Rules on the outcome of tailored learning."""

from openilr.derived.code_lists import is_listed, spans
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import CompStatus, FundModel, LearningDelivery, TLOut
from openilr.rules.registry import family_rule, rule


@rule("Tlout_01", on=LearningDelivery, years=since("2526"), reports=(FundModel, CompStatus, TLOut))
def tailored_learning_without_outcome() -> Boolean:
    """The tailored learning is completed or withdrawn and has no tailored learning outcome.

    Fix: add the outcome of the tailored learning.
    """
    return (FundModel == 11) & CompStatus.is_in((2, 3)) & TLOut.is_unknown()


for _years, _codes in spans("TLOut"):
    family_rule(
        "Tlout_02",
        ~is_listed(TLOut, _codes),
        """The outcome of the tailored learning is not one of its codes.

        Fix: choose an outcome of the list.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(TLOut,),
    )
