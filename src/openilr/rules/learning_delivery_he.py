"""Whether an aim must have a higher education record, and where it may have none."""

from datetime import date

from openilr.derived.fams import LDM, SOF, has_fam
from openilr.derived.lars import aim_level
from openilr.derived.organisations import provider_has_legal_type
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.derived.provision import is_ofs_funded
from openilr.ilr.years import only, since
from openilr.language import Boolean, fact
from openilr.language.columns import (
    AimType,
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearningDeliveryHE,
    LearningProvider,
    LearnStartDate,
    ProgType,
)
from openilr.language.run import ukprn
from openilr.language.tables import lars_learning_delivery, ofs_providers
from openilr.rules.registry import family_rule, rule

_LEVEL_4_OR_ABOVE = ("4", "5", "6", "7", "8", "H")

_is_college_or_grant_funded = provider_has_legal_type(  # DD27
    *("USFC", "USDC", "USAH", "USAD", "UGFE", "UHEO", "ULEA", "ULAD", "USCL", "LAFB", "UFES"),
    "SSPS",
)
_is_ofs_provider = ofs_providers.any(ukprn == ofs_providers.UKPRN)


@fact(LearningDelivery)
def has_he_record():
    """The aim has a higher education record."""
    return LearningDeliveryHE.any()


@fact(LearningDelivery)
def is_prescribed_he():
    """The aim is prescribed higher education in LARS (EnglPrscID 1 or 2)."""
    aim = lars_learning_delivery.matching(LearnAimRef)
    return aim.any(lars_learning_delivery.EnglPrscID.is_in((1, 2)))


def _lacks_record() -> Boolean:
    """What the rules on providers of the register share: no record, and none of the exemptions."""
    return (
        ~has_he_record
        & ~has_fam("LDM", "352")
        & _is_ofs_provider
        & ~provider_has_legal_type("UHEO")
    )


@rule(
    "LearningDeliveryHE_02",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, SOF),
)
def ofs_funded_without_he_record() -> Boolean:
    """The aim is funded by the Office for Students and has no higher education record.

    Fix: add the higher education record, or correct the funding model or the source of funding.
    """
    return is_ofs_funded & ~has_he_record


@rule(
    "LearningDeliveryHE_03",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, LearnAimRef, LearningProvider.UKPRN),
)
def level_4_without_he_record() -> Boolean:
    """An aim of level 4 or above, at a college or grant funded provider, lacks its HE record.

    It concerns FundModel 25, 35, 38 and 99 at providers on the register of the Office for Students.
    Apprenticeships, records made by HESA (LDM 352) and higher education institutions are exempt.
    Fix: add the higher education record of the aim.
    """
    return (
        FundModel.is_in((25, 35, 38, 99))
        & aim_level.is_in(_LEVEL_4_OR_ABOVE)
        & is_apprenticeship.is_not_true()
        & _is_college_or_grant_funded
        & _lacks_record()
    )


@rule(
    "LearningDeliveryHE_07",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, ProgType, LearningProvider.UKPRN),
)
def prescribed_he_in_apprenticeship_without_he_record() -> Boolean:
    """A prescribed higher education aim of an apprenticeship lacks its HE record.

    It concerns colleges and grant funded providers on the register of the Office for Students.
    Records made by HESA (LDM 352) and higher education institutions are exempt.
    Fix: add the higher education record of the aim.
    """
    return is_apprenticeship & is_prescribed_he & _is_college_or_grant_funded & _lacks_record()


@rule(
    "LearningDeliveryHE_08",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LDM, LearningProvider.UKPRN),
)
def prescribed_he_elsewhere_without_he_record() -> Boolean:
    """A prescribed higher education aim, at another than a college, lacks its HE record.

    It concerns providers on the register of the Office for Students that are neither colleges nor
    grant funded; one of which the organisation list says nothing is among them. Records made by
    HESA (LDM 352) are exempt.
    Fix: add the higher education record of the aim.
    """
    return is_prescribed_he & ~_is_college_or_grant_funded & _lacks_record()


for _id, _years, _model, _what in (
    ("LearningDeliveryHE_06", only("2526"), 10, "community learning"),
    ("LearningDeliveryHE_09", since("2526"), 11, "tailored learning"),
):
    family_rule(
        _id,
        (FundModel == _model) & has_he_record & aim_level.is_not_in_or_unknown(_LEVEL_4_OR_ABOVE),
        f"""An aim of {_what} below level 4 has a higher education record.

        An aim of which LARS gives no level is reported too.
        Fix: remove the higher education record, or correct the funding model.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, LearnAimRef, aim_level),
    )


@rule(
    "LearningDeliveryHE_10",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, LearnStartDate),
)
def he_record_on_programme_aim() -> Boolean:
    """The programme aim has a higher education record.

    It is so for programmes that started from August 2025.
    Fix: move the record to the aim that is higher education.
    """
    return is_programme_aim & has_he_record & (LearnStartDate >= date(2025, 8, 1))
