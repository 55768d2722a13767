"""Rules on the unique learner number.

The temporary number 9999999999 stands in until the learner's own number has come. How long it may
stand is told by the file preparation date and the start of the aim: there are warnings first.
"""

from openilr.derived.durations import lasts_five_days
from openilr.derived.fams import ACT, LDM, SOF, has_fam
from openilr.derived.identifiers import uln_check_digit
from openilr.derived.provision import is_in_custody, is_ofs_funded
from openilr.ilr.identifiers import TEMPORARY_ULN
from openilr.ilr.years import since, until
from openilr.language import Boolean
from openilr.language.columns import (
    ULN,
    FundModel,
    LearnActEndDate,
    Learner,
    LearningDelivery,
    LearningProvider,
    LearnPlanEndDate,
    LearnStartDate,
    ProgType,
)
from openilr.language.run import file_preparation_date, january_1
from openilr.language.tables import uln
from openilr.rules.registry import rule

_is_temporary = ULN == TEMPORARY_ULN
_from_january = file_preparation_date >= january_1
_started_in_last_60_days = file_preparation_date - LearnStartDate <= 60
_started_earlier = file_preparation_date - LearnStartDate > 60
_is_paid_by_service = has_fam("ACT", "1")


@rule("ULN_04", on=Learner, years=since("2526"), reports=(ULN,))
def wrong_check_digit() -> Boolean:
    """The unique learner number is not a valid one: its last digit does not go with the others.

    The temporary number 9999999999 is exempt. For one in eleven numbers no last digit is right.
    Fix: copy the number again from the Learning Records Service.
    """
    return (ULN != TEMPORARY_ULN) & uln_check_digit.differs_from(ULN.digit(0))


@rule("ULN_05", on=Learner, years=since("2526"), reports=(ULN,))
def unknown_to_learning_records_service() -> Boolean:
    """The unique learner number is not known to the Learning Records Service.

    The temporary number 9999999999 is exempt.
    Fix: look the learner up in the Learning Records Service, and copy the number.
    """
    return (ULN != TEMPORARY_ULN) & ~uln.matching(ULN).any()


@rule("R_59", on=Learner, years=since("2526"), reports=(LearningProvider.UKPRN, ULN))
def same_uln_twice() -> Boolean:
    """Two or more learners in the file have this unique learner number.

    One person is one learner, however many programmes. The temporary number may be repeated.
    Fix: put the aims of the same person under one learner, or correct the number that is wrong.
    """
    return (ULN != TEMPORARY_ULN) & Learner.same(ULN).others().any()


@rule("ULN_02", on=LearningDelivery, years=until("2526"), reports=(ULN, FundModel, SOF))
def temporary_on_unfunded_aim() -> Boolean:
    """The temporary learner number is used, and this aim is unfunded or for the community.

    Community learning, tailored learning and aims without funding are meant, but for those funded
    by the Office for Students (SOF 1).
    Fix: get the learner's number from the Learning Records Service.
    """
    return _is_temporary & FundModel.is_in((10, 11, 99)) & ~has_fam("SOF", "1")


@rule("ULN_02", on=LearningDelivery, years=since("2627"), reports=(ULN, FundModel, SOF))
def temporary_on_unfunded_aim_after_community_learning() -> Boolean:
    """The temporary learner number is used, and this aim is unfunded or tailored learning.

    Aims funded by the Office for Students (SOF 1) are exempt.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _is_temporary & FundModel.is_in((11, 99)) & ~has_fam("SOF", "1")


@rule("ULN_03", on=LearningDelivery, years=since("2526"), reports=(ULN, FundModel))
def temporary_before_january() -> Boolean:
    """The temporary learner number is used in a file prepared before January.

    Aims that the apprenticeship service pays for (ACT 1) are exempt: they have a stricter rule.
    Fix: get the learner's number from the Learning Records Service before January.
    """
    return _is_temporary & (file_preparation_date < january_1) & ~_is_paid_by_service


def _temporary_on_funded_aim(*models: int) -> Boolean:
    """A temporary number from January on an aim of these models or a loan, five days or longer."""
    funded = FundModel.is_in(models) | ((FundModel == 99) & has_fam("ADL", "1"))
    return (
        _is_temporary
        & _from_january
        & funded
        & lasts_five_days
        & ~is_in_custody
        & ~_is_paid_by_service
    )


_MODELS_2526 = (25, 35, 36, 37, 38, 81, 82)
_MODELS_2627 = (25, 35, 36, 37, 38, 39, 81, 82)
_dates = (LearnStartDate, LearnPlanEndDate, LearnActEndDate)


@rule(
    "ULN_06",
    on=LearningDelivery,
    years=until("2526"),
    reports=(ULN, FundModel, *_dates, LDM, ACT),
)
def temporary_on_new_funded_aim() -> Boolean:
    """The temporary learner number is used from January, and this funded aim is new.

    It started 60 days or less before the file was prepared, and is for five days or more. Aims of
    offenders in custody (LDM 034) and those that the apprenticeship service pays for (ACT 1) are
    exempt. After 60 days this becomes an error.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _temporary_on_funded_aim(*_MODELS_2526) & _started_in_last_60_days


@rule(
    "ULN_06",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ULN, FundModel, *_dates, LDM, ACT),
)
def temporary_on_new_funded_aim_or_unit() -> Boolean:
    """The temporary learner number is used from January, and this funded aim is new.

    It started 60 days or less before the file was prepared, and is for five days or more. From
    2026-27 apprenticeship units (FundModel 39) count. Aims of offenders in custody (LDM 034) and
    those that the apprenticeship service pays for (ACT 1) are exempt. After 60 days this becomes an
    error.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _temporary_on_funded_aim(*_MODELS_2627) & _started_in_last_60_days


@rule(
    "ULN_07",
    on=LearningDelivery,
    years=until("2526"),
    reports=(ULN, FundModel, *_dates, LDM, ACT),
)
def temporary_on_funded_aim() -> Boolean:
    """The temporary learner number is used more than 60 days after a funded aim started.

    The file was prepared in January or later, and the aim is for five days or more. Aims of
    offenders in custody (LDM 034) and those that the apprenticeship service pays for (ACT 1) are
    exempt. FundModel 70, which the text still names, is gone.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _temporary_on_funded_aim(*_MODELS_2526) & _started_earlier


@rule(
    "ULN_07",
    on=LearningDelivery,
    years=since("2627"),
    reports=(ULN, FundModel, *_dates, LDM, ACT),
)
def temporary_on_funded_aim_or_unit() -> Boolean:
    """The temporary learner number is used more than 60 days after a funded aim started.

    The file was prepared in January or later, and the aim is for five days or more. From 2026-27
    apprenticeship units (FundModel 39) count. Aims of offenders in custody (LDM 034) and those that
    the apprenticeship service pays for (ACT 1) are exempt. FundModel 70, which the text still
    names, is gone.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _temporary_on_funded_aim(*_MODELS_2627) & _started_earlier


@rule("ULN_09", on=LearningDelivery, years=since("2526"), reports=(ULN, LDM))
def temporary_in_custody() -> Boolean:
    """The temporary learner number is used from January for an offender in custody (LDM 034).

    Fix: get the learner's number from the Learning Records Service.
    """
    return _is_temporary & _from_january & is_in_custody


_temporary_in_ofs_funding = (
    _is_temporary & _from_january & is_ofs_funded & lasts_five_days & ~is_in_custody
)


@rule(
    "ULN_10",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ULN, FundModel, *_dates, SOF, LDM),
)
def temporary_on_new_ofs_aim() -> Boolean:
    """The temporary learner number is used from January, and this aim funded by the OfS is new.

    It started 60 days or less before the file was prepared, and is for five days or more. Aims of
    offenders in custody (LDM 034) are exempt. After 60 days this becomes an error.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _temporary_in_ofs_funding & _started_in_last_60_days


@rule(
    "ULN_11",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ULN, FundModel, *_dates, SOF, LDM),
)
def temporary_on_ofs_aim() -> Boolean:
    """The temporary learner number is used more than 60 days after an aim of the OfS started.

    The file was prepared in January or later, and the aim is for five days or more. Aims of
    offenders in custody (LDM 034) are exempt.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _temporary_in_ofs_funding & _started_earlier


@rule("ULN_12", on=LearningDelivery, years=since("2526"), reports=(ULN, FundModel, ACT))
def temporary_with_service_funding() -> Boolean:
    """The temporary learner number is used, and the apprenticeship service pays for this aim.

    These are the aims with ACT 1; the number must be right from the first day.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _is_temporary & _is_paid_by_service


@rule("ULN_13", on=LearningDelivery, years=since("2627"), reports=(ULN, ProgType))
def temporary_on_apprenticeship_unit() -> Boolean:
    """The temporary learner number is used, and this is an apprenticeship unit.

    DfE expects the rule from return R03.
    Fix: get the learner's number from the Learning Records Service.
    """
    return _is_temporary & (ProgType == 34)
