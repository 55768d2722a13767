"""Rules on the reason for which a learner withdrew from an aim."""

from openilr.derived.code_lists import is_listed, spans
from openilr.derived.provision import is_in_custody
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import CompStatus, LearnAimRef, LearningDelivery, WithdrawReason
from openilr.rules.registry import family_rule, rule

for _years, _codes in spans("WithdrawReason"):
    family_rule(
        "WithdrawReason_02",
        ~is_listed(WithdrawReason, _codes),
        """The withdrawal reason is not one of its codes.

        Fix: choose a reason of the list.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(WithdrawReason,),
    )


@rule(
    "WithdrawReason_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(CompStatus, WithdrawReason),
)
def withdrawn_without_reason() -> Boolean:
    """The learner withdrew from the aim and no reason is recorded.

    Fix: add the withdrawal reason, or correct the completion status.
    """
    return (CompStatus == 3) & WithdrawReason.is_unknown()


@rule(
    "WithdrawReason_04",
    on=LearningDelivery,
    years=since("2526"),
    reports=(CompStatus, WithdrawReason),
)
def reason_and_not_withdrawn() -> Boolean:
    """A withdrawal reason is recorded and the learner continues, completed or took a break.

    Fix: remove the withdrawal reason, or record completion status 3.
    """
    return CompStatus.is_in((1, 2, 6)) & WithdrawReason.is_known()


@rule("WithdrawReason_05", on=LearningDelivery, years=since("2526"), reports=(WithdrawReason,))
def custody_reason_out_of_custody() -> Boolean:
    """The withdrawal reason (28) is for learners in custody, and the aim is not (LDM 034).

    Fix: choose another reason, or add LDM 034.
    """
    return (WithdrawReason == 28) & ~is_in_custody


@rule(
    "WithdrawReason_06",
    on=LearningDelivery,
    years=since("2526"),
    reports=(WithdrawReason, LearnAimRef),
)
def placement_reason_off_a_placement() -> Boolean:
    """The withdrawal reason (48) is for industry placements, and the aim is not one (ZWRKX002).

    Fix: choose another reason, or correct the aim reference.
    """
    return (WithdrawReason == 48) & (LearnAimRef != "ZWRKX002")
