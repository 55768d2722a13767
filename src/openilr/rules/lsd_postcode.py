"""Rules on the postcode where the learner lived when the aim started."""

from datetime import date

from openilr.derived.fams import SOF, has_fam, is_restart
from openilr.derived.lars import is_devolved
from openilr.derived.organisations import provider_is_long_term_residential
from openilr.derived.postcodes import has_postcode_format
from openilr.derived.provision import is_in_custody
from openilr.ilr.years import only, since
from openilr.language import Boolean, fact
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnDelFAMCode,
    LearnDelFAMType,
    LearningDelivery,
    LearningDeliveryFAM,
    LearnStartDate,
    LSDPostcode,
    ProgType,
)
from openilr.language.tables import devolved_postcodes, postcodes
from openilr.reference.tables import OPEN_POSTCODE
from openilr.rules.registry import rule

_AUGUST_2024 = date(2024, 8, 1)

_adult_skills_or_community_learning = FundModel.is_in((35, 10))
_adult_skills_fund_or_tailored_learning = FundModel.is_in((38, 11))
_to_july_2024 = LearnStartDate.between(date(2019, 8, 1), date(2024, 7, 31))
_to_july_2021 = LearnStartDate.between(date(2019, 8, 1), date(2021, 7, 31))
_from_2021_to_july_2024 = LearnStartDate.between(date(2021, 8, 1), date(2024, 7, 31))
_is_component = AimType == 3


@fact(LearningDelivery)
def lsd_postcode_not_listed():
    """The postcode at the start is absent or no postcode of the United Kingdom, nor ZZ99 9ZZ."""
    return LSDPostcode.differs_from(OPEN_POSTCODE) & ~postcodes.matching(Postcode=LSDPostcode).any()


@fact(LearningDelivery)
def lsd_postcode_not_funded():
    """The postcode at the start was not in the area of the aim's source of funding."""
    # An absent postcode is left to LSDPostcode_01 and _05, which ask for one. The list has rows of
    # every funder, 105 too: an aim of a funder without rows there is reported.
    listed = devolved_postcodes.matching(Postcode=LSDPostcode)
    of_funder = devolved_postcodes.matching(Postcode=LSDPostcode, SourceOfFunding=LearnDelFAMCode)
    outside = ~listed.any() | LearningDeliveryFAM.any(
        LearnDelFAMType == "SOF", ~of_funder.in_force(LearnStartDate).any()
    )
    return (LSDPostcode != OPEN_POSTCODE) & outside & ~is_restart & ~has_fam("DAM", "001")


_reports = (LearnStartDate, FundModel, LSDPostcode)


@rule("LSDPostcode_01", on=LearningDelivery, years=only("2526"), reports=_reports)
def postcode_at_start_not_in_list() -> Boolean:
    """The postcode at the start is absent or not a postcode of the United Kingdom.

    Adult skills and community learning (35 and 10) started from August 2019 to July 2024 are looked
    at. ZZ99 9ZZ, component aims, traineeships and apprenticeships are exempt.
    Fix: add or correct the postcode, or use ZZ99 9ZZ if it is not known.
    """
    return (
        _adult_skills_or_community_learning
        & _to_july_2024
        & lsd_postcode_not_listed
        & ~_is_component
        & ProgType.is_not_in_or_unknown((24, 25))
    )


@rule("LSDPostcode_01", on=LearningDelivery, years=since("2627"), reports=_reports)
def postcode_at_start_of_adult_skills_not_in_list() -> Boolean:
    """The postcode at the start is absent or not a postcode of the United Kingdom.

    Adult skills (35) started from August 2019 to July 2024 are looked at. ZZ99 9ZZ and component
    aims are exempt.
    Fix: add or correct the postcode, or use ZZ99 9ZZ if it is not known.
    """
    return (FundModel == 35) & _to_july_2024 & lsd_postcode_not_listed & ~_is_component


_devolved_until_july_2021 = (
    _to_july_2021
    & is_devolved
    & lsd_postcode_not_funded
    & ProgType.is_unknown()
    & ~provider_is_long_term_residential
    & ~is_in_custody
)


@rule("LSDPostcode_02", on=LearningDelivery, years=only("2526"), reports=(*_reports, SOF))
def postcode_at_start_outside_authority() -> Boolean:
    """The postcode at the start was not in the area of the authority that funds the aim.

    Aims of a devolved authority in adult skills and community learning (35 and 10) started from
    August 2019 to July 2021 are looked at. ZZ99 9ZZ, aims of a programme, restarts, learning in
    custody (LDM 034), DAM 001 and long-term residential colleges are exempt.
    Fix: correct the postcode or the source of funding (SOF).
    """
    return _adult_skills_or_community_learning & _devolved_until_july_2021


@rule("LSDPostcode_02", on=LearningDelivery, years=since("2627"), reports=(*_reports, SOF))
def postcode_at_start_of_adult_skills_outside_authority() -> Boolean:
    """The postcode at the start was not in the area of the authority that funds the aim.

    Aims of a devolved authority in adult skills (35) started from August 2019 to July 2021 are
    looked at. ZZ99 9ZZ, aims of a programme, restarts, learning in custody (LDM 034), DAM 001 and
    long-term residential colleges are exempt.
    Fix: correct the postcode or the source of funding (SOF).
    """
    return (FundModel == 35) & _devolved_until_july_2021


@rule("LSDPostcode_03", on=LearningDelivery, years=since("2526"), reports=(LSDPostcode,))
def postcode_at_start_of_wrong_format() -> Boolean:
    """The postcode at the start is not written as a postcode is.

    Capital letters, one space, and a second part without C, I, K, M, O and V.
    Fix: correct the postcode.
    """
    return ~has_postcode_format(LSDPostcode)


@rule("LSDPostcode_04", on=LearningDelivery, years=only("2526"), reports=(*_reports, SOF))
def postcode_at_start_outside_area() -> Boolean:
    """The postcode at the start was not in the area of the aim's source of funding.

    Adult skills and community learning (35 and 10) started from August 2021 to July 2024 are looked
    at. ZZ99 9ZZ, restarts and DAM 001 are exempt.
    Fix: correct the postcode or the source of funding (SOF).
    """
    return _adult_skills_or_community_learning & _from_2021_to_july_2024 & lsd_postcode_not_funded


@rule("LSDPostcode_04", on=LearningDelivery, years=since("2627"), reports=(*_reports, SOF))
def postcode_at_start_of_adult_skills_outside_area() -> Boolean:
    """The postcode at the start was not in the area of the aim's source of funding.

    Adult skills (35) started from August 2021 to July 2024 are looked at. ZZ99 9ZZ, restarts and
    DAM 001 are exempt.
    Fix: correct the postcode or the source of funding (SOF).
    """
    return (FundModel == 35) & _from_2021_to_july_2024 & lsd_postcode_not_funded


@rule("LSDPostcode_05", on=LearningDelivery, years=since("2526"), reports=_reports)
def postcode_at_start_of_adult_skills_fund_not_in_list() -> Boolean:
    """The postcode at the start is absent or not a postcode of the United Kingdom.

    The Adult Skills Fund and tailored learning (38 and 11) started from August 2024 are looked at.
    ZZ99 9ZZ and component aims are exempt.
    Fix: add or correct the postcode, or use ZZ99 9ZZ if it is not known.
    """
    return (
        _adult_skills_fund_or_tailored_learning
        & (LearnStartDate >= _AUGUST_2024)
        & lsd_postcode_not_listed
        & ~_is_component
    )


@rule("LSDPostcode_06", on=LearningDelivery, years=since("2526"), reports=(*_reports, SOF))
def postcode_at_start_of_adult_skills_fund_outside_area() -> Boolean:
    """The postcode at the start was not in the area of the aim's source of funding.

    The Adult Skills Fund and tailored learning (38 and 11) started from August 2024 are looked at.
    ZZ99 9ZZ, restarts and DAM 001 are exempt.
    Fix: correct the postcode or the source of funding (SOF).
    """
    return (
        _adult_skills_fund_or_tailored_learning
        & (LearnStartDate >= _AUGUST_2024)
        & lsd_postcode_not_funded
    )
