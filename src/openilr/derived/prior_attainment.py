"""What the learner had attained before.

Source: spec/rules/README.md section 3 (latest prior level on or before the start).
"""

from openilr.language import fact
from openilr.language.columns import (
    DateLevelApp,
    LearningDelivery,
    LearnStartDate,
    PriorAttain,
    PriorLevel,
)


@fact(LearningDelivery)
def prior_level_at_start():
    """The level of the latest prior attainment record dated on or before the start of the aim."""
    known = PriorAttain.where(DateLevelApp <= LearnStartDate)
    return known.latest(DateLevelApp).take(PriorLevel)
