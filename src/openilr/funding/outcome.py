"""What a calculation answers for one learner: rows of money, and reasons why there is none."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from openilr.funding.money import ZERO


class Kind(StrEnum):
    """Kinds of earnings, by the names of DfE's outputs.

    Where no output is on file: units have the service's own words (apprenticeships.md section 14),
    foundation apprenticeships the columns of LARS, bootcamps ours.
    Source: spec/funding/outputs.md sections 1 and 2.
    """

    ON_PROGRAMME = "PriceEpisodeOnProgPayment"
    BALANCING = "PriceEpisodeBalancePayment"
    COMPLETION = "PriceEpisodeCompletionPayment"
    FIRST_EMPLOYER = "PriceEpisodeFirstEmp1618Pay"
    SECOND_EMPLOYER = "PriceEpisodeSecondEmp1618Pay"
    FIRST_PROVIDER = "PriceEpisodeFirstProv1618Pay"
    SECOND_PROVIDER = "PriceEpisodeSecondProv1618Pay"
    BURSARY = "PriceEpisodeLearnerAdditionalPayment"
    FOUNDATION_FIRST = "FoundationAppFirstEmpPayment"
    FOUNDATION_SECOND = "FoundationAppSecondEmpPayment"
    FOUNDATION_THIRD = "FoundationAppThirdEmpPayment"
    FIRST_DISADVANTAGE = "PriceEpisodeFirstDisadvantagePayment"
    SECOND_DISADVANTAGE = "PriceEpisodeSecondDisadvantagePayment"
    UPLIFT_ON_PROGRAMME = "PriceEpisodeApplic1618FrameworkUpliftOnProgPayment"
    UPLIFT_BALANCING = "PriceEpisodeApplic1618FrameworkUpliftBalancing"
    UPLIFT_COMPLETION = "PriceEpisodeApplic1618FrameworkUpliftCompletionPayment"
    ENGLISH_MATHS = "MathEngOnProgPayment"
    ENGLISH_MATHS_BALANCING = "MathEngBalPayment"
    LEARNING_SUPPORT = "LearnSuppFundCash"
    UNIT_FIRST = "ThirtyPercentLearningComplete"
    UNIT_COMPLETION = "LearningComplete"
    BOOTCAMP = "BootcampMilestone"
    ADULT_ON_PROGRAMME = "OnProgPayment"
    ADULT_BALANCING = "BalancePayment"
    ADULT_ACHIEVEMENT = "AchievePayment"
    ADULT_JOB_OUTCOME = "EmpOutcomePay"
    LOANS_SUPPORT = "ALBSupportPayment"
    LOANS_AREA = "AreaUpliftOnProgPayment"
    LOANS_AREA_BALANCING = "AreaUpliftBalPayment"
    LEGACY_CORE = "CoreGovContPayment"
    LEGACY_YOUNG = "YoungAppPayment"
    LEGACY_SMALL_BUSINESS = "SmallBusPayment"
    LEGACY_ACHIEVEMENT = "AchPayment"


class Row(NamedTuple):
    """One amount.

    Attributes:
        aim: the key of the aim that it is credited to.
        month: when, as `months` counts them.
        amount: in GBP with five decimal places.
        episode: the identifier of the price episode, None outside FM36.
    """

    aim: int
    AimSeqNumber: int | None
    month: int
    kind: Kind
    amount: Decimal
    episode: str | None = None


class Reason(NamedTuple):
    """Why something was not worked out, or what was assumed; shown with the learner.

    Attributes:
        code: a short name of ours ("price missing").
        fields: the ILR fields concerned with their values, dates in ISO form.
        parameter: the parameter or reference table that is not on file.
        blocks: whether money may be missing for it; False for a remark.
    """

    aim: int | None
    AimSeqNumber: int | None
    code: str
    text: str
    fields: tuple[tuple[str, str | None], ...] = ()
    parameter: str | None = None
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Episode:
    """A price episode with what DfE's output says of it; DfE's names stand in the comments."""

    identifier: str
    aim: int
    AimSeqNumber: int | None
    start: date  # EpisodeStartDate
    planned_end: date  # PriceEpisodePlannedEndDate
    actual_end: date | None  # PriceEpisodeActualEndDate
    tnp: tuple[int, int, int, int]  # TNP1 to TNP4
    total_price: Decimal  # PriceEpisodeTotalTNPPrice
    band: Decimal | None  # PriceEpisodeUpperBandLimit
    earned_before: Decimal  # PriceEpisodePreviousEarnings
    earned_before_here: Decimal  # PriceEpisodePreviousEarningsSameProvider
    remaining: Decimal  # PriceEpisodeRemainingTNPAmount
    adjustment: Decimal  # PriceEpisodeUpperLimitAdjustment
    capped: Decimal  # PriceEpisodeCappedRemainingTNPAmount
    completion_element: Decimal  # PriceEpisodeCompletionElement
    planned_instalments: int  # PriceEpisodePlannedInstalments
    instalment: Decimal  # PriceEpisodeInstalmentValue
    actual_instalments: int  # PriceEpisodeActualInstalments
    completed: bool  # PriceEpisodeCompleted
    earned: Decimal  # on-programme, balancing and completion, unrounded
    contract_type: int | None = None  # PriceEpisodeContractType, as the ACT code
    fund_line: str | None = None  # PriceEpisodeFundLineType
    government_share: Decimal | None = None  # PriceEpisodeESFAContribPct
    age_at_start: int | None = None
    received: Decimal = ZERO  # PriceEpisodeTotalPMRs: from the employer, within the episode
    received_by_end: Decimal = ZERO  # PriceEpisodeCumulativePMRs: up to the end of the episode
    exemption: int | None = None  # PriceEpisodeCompExemCode


@dataclass(slots=True)
class Earnings:
    """What one learner earns: collected by the calculations of the funding models.

    Attributes:
        projected: what a learner would earn who is still in learning or whose milestone is awaited:
            completion at the planned end, the payments of a unit; never among the rows.
        lines: the funding line of an aim, by its key; the last one where it changes.
    """

    rows: list[Row] = field(default_factory=list[Row])
    reasons: list[Reason] = field(default_factory=list[Reason])
    episodes: list[Episode] = field(default_factory=list[Episode])
    projected: list[Row] = field(default_factory=list[Row])
    lines: dict[int, str | None] = field(default_factory=dict[int, str | None])
