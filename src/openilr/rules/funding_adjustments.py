"""Rules on the funding adjustments of an aim: for prior learning, and other ones."""

from openilr.derived.fams import has_fam
from openilr.ilr.years import Years, only, since
from openilr.language.columns import FundModel, LearningDelivery, OtherFundAdj, PriorLearnFundAdj
from openilr.rules.registry import family_rule

_MODELS: tuple[tuple[Years, tuple[int, ...], str], ...] = (
    (only("2526"), (25, 82, 10), "16 to 19 funding (25 and 82) and community learning (10)"),
    (since("2627"), (25, 82, 39), "16 to 19 funding (25 and 82) and apprenticeship units (39)"),
)
"""The funding models that are not adjusted, by year."""

for _years, _models, _names in _MODELS:
    family_rule(
        "PriorLearnFundAdj_01",
        FundModel.is_in((*_models, 99)) & ~has_fam("ADL") & PriorLearnFundAdj.is_known(),
        f"""The aim has a funding adjustment for prior learning, which its funding does not have.

        Not adjusted are {_names} and non-funded aims (99); aims with a loan (ADL) may be.
        Fix: remove the adjustment, or correct the funding model.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, PriorLearnFundAdj),
    )
    family_rule(
        "OtherFundAdj_01",
        FundModel.is_in(_models) & OtherFundAdj.is_known(),
        f"""The aim has an other funding adjustment, which its funding does not have.

        Not adjusted are {_names}.
        Fix: remove the adjustment, or correct the funding model.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, OtherFundAdj),
    )
