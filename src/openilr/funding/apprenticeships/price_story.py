"""The story of a price episode: from the agreed price to instalment, balance and completion."""

from decimal import Decimal

from openilr.funding.apprenticeships.programme import Apprenticeship, FundedAim
from openilr.funding.apprenticeships.terms import Terms
from openilr.funding.money import ZERO
from openilr.funding.outcome import Episode, Kind
from openilr.funding.story import Input, Recorder, ilr, parameter


def tell_episode(
    programme: Apprenticeship,
    one: FundedAim,
    episode: Episode,
    residual: bool,
    share: Decimal,
    agreement: Terms,
    note: Recorder,
) -> None:
    """Note the steps from the agreed price to instalment, balance and completion."""
    id = episode.identifier
    seq = episode.AimSeqNumber
    codes = (2, 3) if residual else (0, 1)
    note.step(
        f"price {id}",
        f"Agreed price from {episode.start:%d/%m/%Y}",
        episode.total_price,
        "TNP3 + TNP4, the residual price of a new employer or provider"
        if residual
        else "TNP1 + TNP2: training and assessment, as agreed on that day or last before it",
        *(ilr("AppFinRecord", f"TNP{c + 1} AFinAmount", episode.tnp[c], seq) for c in codes),
    )
    history = programme.history
    note.step(
        f"earned {id}",
        "Earned in earlier price episodes",
        episode.earned_before,
        "on-programme, balancing and completion, by this provider and others",
        *(
            Input("episode", step.title, step.value)
            for name, step in note.steps.items()
            if name.startswith(f"total {programme.identity} ")
        ),
        *(
            Input("history", name, value, "entered by the provider")
            for name, value in (
                ("earned_here", history.earned_here),
                ("earned_elsewhere", history.earned_elsewhere),
            )
            if value
        ),
    )
    # Told as an input of the episodes after it, since its own chain stands with its own amounts.
    total = f"total {programme.identity} {id}"
    note.step(total, f"Price episode {id}", episode.earned, "on-programme, balancing, completion")
    note.step(
        f"remaining {id}",
        "Left of the price",
        episode.remaining,
        "the residual price, less what was earned of it since it was agreed"
        if residual
        else "price - what this provider earned of it before",
        uses=[f"price {id}", f"earned {id}"],
    )
    note.step(
        f"adjustment {id}",
        "Above the funding band",
        episode.adjustment,
        "what is left of the price - (band limit - all earlier earnings), at least nothing",
        uses=[f"remaining {id}", f"band {programme.identity}", f"earned {id}"],
    )
    note.step(
        f"capped {id}",
        "Left within the funding band",
        episode.capped,
        "what is left of the price - what is above the band",
        uses=[f"remaining {id}", f"adjustment {id}"],
    )
    note.step(
        f"completion element {id}",
        "Completion element",
        episode.completion_element,
        "share x (price - what is above the band), at most what is left",
        parameter(programme.parameters, "completion_share", programme.start),
        uses=[f"price {id}", f"adjustment {id}", f"capped {id}"],
    )
    note.step(
        f"instalments {id}",
        "Planned instalments",
        episode.planned_instalments,
        "months from the start of the episode to the planned end",
        ilr("LearningDelivery", "LearnPlanEndDate", episode.planned_end, seq),
    )
    note.step(
        f"{Kind.ON_PROGRAMME} {id}",
        "Monthly instalment",
        episode.instalment,
        "(left within the band - completion element) / planned instalments",
        uses=[
            f"fund start {episode.aim}",
            f"capped {id}",
            f"completion element {id}",
            f"instalments {id}",
        ],
    )
    if agreement.share is not None:
        note.step(
            f"share {id}",
            "Government's share, were it co-invested",
            agreement.share.value,
            "by the start of the apprenticeship, the age then, and the employer; the employer pays "
            "the rest",
            parameter(programme.parameters, agreement.share.name, agreement.share.day),
            ilr("LearningDeliveryFAM", "ACT", agreement.contract_type, seq),
            uses=[f"age {programme.identity}"],
        )
    if not episode.completed:
        return
    paid = episode.instalment * episode.actual_instalments
    note.step(
        f"paid {id}",
        "Paid in instalments within this episode",
        paid,
        f"{episode.actual_instalments} instalments",
        uses=[f"{Kind.ON_PROGRAMME} {id}"],
    )
    note.step(
        f"completed {id}",
        "Completed on",
        one.completed_on,
        "the achievement date of a standard, the actual end of other aims",
        ilr("LearningDelivery", "LearnActEndDate", one.actual_end, seq),
        ilr("LearningDelivery", "AchDate", one.aim.AchDate, seq),
        ilr("LearningDelivery", "CompStatus", one.aim.CompStatus, seq),
    )
    note.step(
        f"{Kind.BALANCING} {id}",
        "Balance on completion",
        max(ZERO, episode.capped - episode.completion_element - paid),
        "left within the band - completion element - paid in instalments, in the month completed",
        uses=[f"capped {id}", f"completion element {id}", f"paid {id}", f"completed {id}"],
    )
    note.step(
        f"{Kind.COMPLETION} {id}",
        "Completion payment",
        episode.completion_element,
        "the completion element, in the month completed",
        uses=[f"completion element {id}", f"completed {id}"],
    )
