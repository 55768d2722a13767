"""Rules on the types of funding and monitoring records: which an aim must have, and may not have.

What a monitoring code (LDM, DAM) asks of its aim is in `learn_del_fam_monitoring`, the lookups in
`learn_del_fam_codes`, the limits of full funding in `full_funding`.
"""

from datetime import date

from openilr.derived.contracts import has_stream
from openilr.derived.fams import (
    ACT,
    ALB,
    DAM,
    EEF,
    FFI,
    LDM,
    SOF,
    has_fam,
    has_fam_other_than,
    is_restart,
)
from openilr.derived.lars import is_devolved, is_english_maths_or_sign_language_on_start
from openilr.derived.programmes import is_apprenticeship, is_programme_aim
from openilr.ilr.years import only, since, until
from openilr.language import Boolean
from openilr.language.columns import (
    AimType,
    FundModel,
    LearningDelivery,
    LearningProvider,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import family_rule, rule

# -------------------- source of funding (SOF)

for _years, _models in (
    (until("2526"), (10, 11, 25, 35, 36, 37, 38, 81, 82)),
    (since("2627"), (10, 11, 25, 35, 36, 37, 38, 39, 81, 82)),
):
    family_rule(
        "LearnDelFAMType_01",
        FundModel.is_in(_models) & ~has_fam("SOF"),
        """The funded aim has no source of funding (SOF).

        Every funding model but 99 needs one.
        Fix: add the SOF record that says who funds the aim, or correct the funding model.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel,),
    )


@rule(
    "LearnDelFAMType_07",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, SOF),
)
def wrong_source_of_16_to_19_funding() -> Boolean:
    """The 16 to 19 aim is funded neither by adult skills nor by 16 to 19 funding.

    An aim without any source of funding is reported by LearnDelFAMType_01.
    Fix: give the aim SOF 107 (or 105), or correct the funding model.
    """
    return FundModel.is_in((25, 82)) & has_fam("SOF") & ~has_fam("SOF", "105", "107")


@rule(
    "LearnDelFAMType_08",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, SOF),
)
def source_of_funding_on_unfunded_aim() -> Boolean:
    """The non-funded aim has adult skills or 16 to 19 as its source of funding.

    Fix: take SOF 105 or 107 away, or correct the funding model.
    """
    return (FundModel == 99) & has_fam("SOF", "105", "107")


for _years, _models in (
    (until("2526"), (10, 11, 35, 36, 38, 81)),
    (since("2627"), (11, 35, 36, 38, 39, 81)),
):
    family_rule(
        "LearnDelFAMType_09",
        FundModel.is_in(_models) & ~has_fam("SOF", "105") & ~is_devolved,
        """The aim is funded as adult provision and its source of funding is not adult skills.

        Apprenticeships, adult skills, tailored and community learning and apprenticeship units are
        looked at. Devolved funding is exempt; an aim without any source of funding is reported.
        Fix: give the aim SOF 105, or the SOF of the devolved authority that funds it.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, SOF),
    )


@rule(
    "LearnDelFAMType_91",
    on=LearningDelivery,
    years=since("2526"),
    reports=(FundModel, SOF),
)
def source_of_funding_on_loan() -> Boolean:
    """The aim is paid for by an Advanced Learner Loan and has a source of funding too.

    Fix: take the SOF record away, or the loan indicator (ADL) if there is no loan.
    """
    return (FundModel == 99) & has_fam("ADL") & has_fam("SOF")


@rule(
    "LearnDelFAMType_109",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, SOF),
)
def devolved_programme() -> Boolean:
    """The aim is funded by a devolved authority and part of a programme that none of them funds.

    These are apprenticeships, traineeships and T Levels with their transition programme.
    Fix: correct the source of funding or the programme type.
    """
    return is_devolved & ProgType.is_in((2, 3, 20, 21, 22, 23, 24, 25, 30, 31))


@rule(
    "LearnDelFAMType_112",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, SOF),
)
def bootcamp_without_adult_funding() -> Boolean:
    """The Skills Bootcamp aim has no adult source of funding.

    The list asks for an aim without a code other than 105, which cannot be meant: the aim is
    reported when it has no SOF 105.
    Fix: give the aim SOF 105.
    """
    return (ProgType == 32) & ~has_fam("SOF", "105")


@rule(
    "LearnDelFAMType_118",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, SOF),
)
def t_level_with_other_funding() -> Boolean:
    """The T Level aim has a source of funding other than 16 to 19.

    Fix: give the aim SOF 107 alone.
    """
    return (ProgType == 31) & has_fam_other_than("SOF", "107")


for _years, _models in ((until("2526"), (10, 35)), (since("2627"), (35,))):
    family_rule(
        "LearnDelFamType_134",
        FundModel.is_in(_models) & has_fam("SOF", "121", "122", "123"),
        """The aim is funded by an authority devolved since 2025 on a funding model that has closed.

        East Midlands, York and North Yorkshire, and Cornwall fund new provision only.
        Fix: use FundModel 38 or 11, or correct the source of funding.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, SOF),
    )

# -------------------- full or co-funding (FFI)


@rule("LearnDelFAMType_02", on=LearningDelivery, years=since("2526"), reports=(FundModel,))
def adult_aim_without_funding_indicator() -> Boolean:
    """The adult skills aim does not say whether it is fully or co-funded.

    Fix: add FFI 1 or 2, or correct the funding model.
    """
    return FundModel.is_in((35, 38)) & ~has_fam("FFI")


@rule("LearnDelFAMType_111", on=LearningDelivery, years=since("2526"), reports=(ProgType,))
def bootcamp_without_funding_indicator() -> Boolean:
    """The Skills Bootcamp aim does not say whether it is fully or co-funded.

    Fix: add FFI 1 or 2.
    """
    return (ProgType == 32) & ~has_fam("FFI")


@rule(
    "LearnDelFAMType_54",
    on=LearningDelivery,
    years=since("2526"),
    reports=(ProgType, EEF, FFI),
)
def enhanced_funding_co_funded() -> Boolean:
    """The aim claims the funding of a 16 to 18 apprentice and is co-funded.

    Apprenticeship standards and FundModel 36 are exempt.
    Fix: claim full funding (FFI 1), or take EEF 2 away.
    """
    return has_fam("EEF", "2") & has_fam("FFI", "2") & ProgType.differs_from(25) & (FundModel != 36)


# -------------------- types of some funding models only

for _id, _years, _kind, _models, _what, _fix, _shows in (
    (
        *("LearnDelFAMType_22", until("2526"), "FFI", (10, 11, 35, 37, 38, 81)),
        "The aim says whether it is fully or co-funded, which its funding model does not ask.",
        "take the FFI record away, or correct the funding model.",
        (FFI,),
    ),
    (
        *("LearnDelFAMType_22", since("2627"), "FFI", (35, 37, 38, 81)),
        "The aim says whether it is fully or co-funded, which its funding model does not ask.",
        "take the FFI record away, or correct the funding model.",
        (FFI,),
    ),
    (
        *("LearnDelFAMType_35", since("2526"), "ADL", (99,)),
        "The aim is marked as paid for by an Advanced Learner Loan and is not FundModel 99.",
        "take the ADL record away, or use FundModel 99.",
        (),
    ),
    (
        *("LearnDelFAMType_38", since("2526"), "ALB", (99,)),
        "The aim claims the loans bursary and is not FundModel 99.",
        "take the ALB records away, or use FundModel 99.",
        (ALB,),
    ),
    (
        *("LearnDelFAMType_46", since("2526"), "FLN", (35, 38)),
        "The aim is marked as family English, maths or language and is not adult skills.",
        "take the FLN record away, or use FundModel 38 (35 for starts before August 2024).",
        (),
    ),
    (
        *("LearnDelFAMType_78", until("2526"), "DAM", (10, 11, 35, 38)),
        "The aim has a monitoring code of a devolved area and is no adult provision.",
        "take the DAM records away, or correct the funding model.",
        (DAM,),
    ),
    (
        *("LearnDelFAMType_78", since("2627"), "DAM", (11, 35, 38)),
        "The aim has a monitoring code of a devolved area and is no adult provision.",
        "take the DAM records away, or correct the funding model.",
        (DAM,),
    ),
):
    family_rule(
        _id,
        has_fam(_kind) & ~FundModel.is_in(_models),
        f"{_what}\n\nFix: {_fix}",
        on=LearningDelivery,
        years=_years,
        reports=(FundModel, *_shows),
    )

for _years, _models in ((until("2526"), (10, 25, 82, 99)), (since("2627"), (25, 82, 99))):
    family_rule(
        "LearnDelFAMType_50",
        FundModel.is_in(_models) & has_fam("LSF"),
        """Learning support funding is claimed on an aim whose funding model does not pay it.

        It is not paid on 16 to 19, community learning and non-funded aims.
        Fix: take the LSF records away, or correct the funding model.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(FundModel,),
    )

# -------------------- apprenticeships and loans


@rule("LearnDelFAMType_14", on=LearningDelivery, years=since("2526"), reports=(FundModel, EEF))
def enhanced_funding_outside_apprenticeship() -> Boolean:
    """The aim claims enhanced apprenticeship funding and is part of no funded apprenticeship.

    Fix: take the EEF record away, or correct the funding model or the programme type.
    """
    funded = FundModel.is_in((35, 36, 81)) & is_apprenticeship
    return has_fam("EEF") & funded.is_not_true()


@rule("LearnDelFAMType_36", on=LearningDelivery, years=since("2526"), reports=(ALB,))
def bursary_without_loan() -> Boolean:
    """The aim claims the loans bursary and is not marked as paid for by a loan.

    Fix: add ADL 1, or take the ALB records away.
    """
    return has_fam("ALB") & ~has_fam("ADL")


@rule("LearnDelFAMType_40", on=LearningDelivery, years=since("2526"), reports=(FundModel,))
def loan_for_apprenticeship() -> Boolean:
    """The non-funded apprenticeship aim is marked as paid for by an Advanced Learner Loan.

    Fix: take the ADL record away, or correct the programme type.
    """
    return (FundModel == 99) & is_apprenticeship & has_fam("ADL")


for _years, _stream in ((until("2526"), "ALLBC2526"), (since("2627"), "ALLBC2627")):
    family_rule(
        "LearnDelFAMType_53",
        has_fam("ALB", "1", "3") & ~has_stream(_stream),
        """The loans bursary is claimed at rate 1 or 3 and the provider has no contract for it.

        The printed condition is garbled; it is read as the sentence above it in the list says:
        these rates are for providers with a contract of the year's loans bursary stream.
        Fix: correct the rate, or load the provider's contracts if one is missing.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(LearningProvider.UKPRN, ALB),
    )


_carries_contract_type = (FundModel == 36) & (
    (AimType == 1) | ((AimType == 3) & is_english_maths_or_sign_language_on_start)
)


@rule(
    "LearnDelFAMType_63",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel, ACT),
)
def contract_type_outside_apprenticeship() -> Boolean:
    """The aim has an apprenticeship contract type and is none that carries one.

    Those that do are the programme aim of FundModel 36, and its English, maths and British Sign
    Language components.
    Fix: take the ACT records away, or correct the funding model or aim type.
    """
    return has_fam("ACT") & ~_carries_contract_type


@rule(
    "LearnDelFAMType_64",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel),
)
def contract_type_missing() -> Boolean:
    """The apprenticeship aim has no contract type (ACT).

    The programme aim needs one, and so do English, maths and British Sign Language components.
    Fix: add the ACT record: 1 for a contract with the employer through the apprenticeship service.
    """
    return _carries_contract_type & ~has_fam("ACT")


@rule(
    "LearnDelFAMType_67",
    on=LearningDelivery,
    years=since("2526"),
    reports=(AimType, FundModel),
)
def support_on_apprenticeship_component() -> Boolean:
    """Learning support is claimed on an apprenticeship component that is not English or maths.

    British Sign Language counts with them.
    Fix: claim the support on the programme aim.
    """
    return (
        (FundModel == 36)
        & (AimType == 3)
        & has_fam("LSF")
        & ~is_english_maths_or_sign_language_on_start
    )


@rule(
    "LearnDelFAMType_92",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, AimType, ACT),
)
def contract_with_the_agency() -> Boolean:
    """The programme started since April 2021 on a contract type that no longer takes starts.

    Restarts are exempt.
    Fix: use ACT 1, or correct the start date.
    """
    return (
        (LearnStartDate >= date(2021, 4, 1)) & is_programme_aim & has_fam("ACT", "2") & ~is_restart
    )


# -------------------- community and tailored learning, other


@rule(
    "LearnDelFAMType_39",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, ProgType),
)
def monitoring_code_missing() -> Boolean:
    """The aim of FundModel 81 or 82 has no learning delivery monitoring code (LDM).

    For starts since August 2013; apprenticeship standards are exempt.
    Fix: add the LDM code of the funding, or correct the funding model.
    """
    return (
        (LearnStartDate >= date(2013, 8, 1))
        & FundModel.is_in((81, 82))
        & ProgType.differs_from(25)
        & ~has_fam("LDM")
    )


@rule(
    "LearnDelFAMType_119",
    on=LearningDelivery,
    years=only("2526"),
    reports=(LearnStartDate, FundModel),
)
def community_learning_without_purpose() -> Boolean:
    """The community learning aim started since August 2023 does not say its purpose (ACL).

    Fix: add the ACL record.
    """
    return (LearnStartDate >= date(2023, 8, 1)) & (FundModel == 10) & ~has_fam("ACL")


@rule(
    "LearnDelFAMType_126",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel),
)
def tailored_learning_without_purpose() -> Boolean:
    """The tailored learning aim started since August 2024 does not say its purpose (ACL).

    Fix: add the ACL record.
    """
    return (LearnStartDate >= date(2024, 8, 1)) & (FundModel == 11) & ~has_fam("ACL")


@rule(
    "LearnDelFAMType_131",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnStartDate, FundModel, LDM),
)
def tailored_learning_without_route() -> Boolean:
    """The tailored learning aim started since August 2025 does not say how it is funded.

    Fix: add LDM 399, 400 or 401.
    """
    return (
        (LearnStartDate >= date(2025, 8, 1))
        & (FundModel == 11)
        & ~has_fam("LDM", "399", "400", "401")
    )


@rule("LearnDelFAMType_132", on=LearningDelivery, years=since("2526"), reports=(ProgType,))
def event_outside_bootcamp() -> Boolean:
    """The aim has an event indicator (EVI) and is part of no Skills Bootcamp.

    Fix: take the EVI records away, or correct the programme type.
    """
    return has_fam("EVI") & ProgType.differs_from(32)


@rule("LearnDelFAMType_133", on=LearningDelivery, years=since("2526"), reports=(AimType,))
def event_off_programme_aim() -> Boolean:
    """The event indicator (EVI) is not on the programme aim.

    Fix: record the event on the programme aim of the Skills Bootcamp.
    """
    return has_fam("EVI") & (AimType != 1)
