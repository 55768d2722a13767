"""The higher education record of an aim: entry, course, mode and level of study."""

from datetime import date

from openilr.derived.ages import academic_year_of_start
from openilr.derived.code_lists import has_ended, is_listed, spans
from openilr.derived.fams import SOF, is_restart
from openilr.derived.lars import aim_reference_type
from openilr.derived.postcodes import has_postcode_format
from openilr.derived.provision import is_ofs_funded
from openilr.ilr.codes import code_list
from openilr.ilr.identifiers import UNKNOWN_POSTCODE
from openilr.ilr.years import only, since
from openilr.language import Boolean, fact, months
from openilr.language.columns import (
    ELQ,
    FUNDCOMP,
    FUNDLEV,
    MODESTUD,
    MSTUFEE,
    PCOLAB,
    PERMADDCOUNTRY,
    QUALENT3,
    SEC,
    SOC,
    SPECFEE,
    STULOAD,
    TYPEYR,
    UCASPERID,
    UCASSCHEMECODE,
    FundModel,
    HEPostCode,
    LearnActEndDate,
    LearnAimRef,
    Learner,
    LearnerHE,
    LearningDeliveryHE,
    LearnStartDate,
    PartnerUKPRN,
)
from openilr.language.run import ukprn
from openilr.language.tables import ofs_providers, postcodes
from openilr.rules.registry import family_rule, rule, waiting

_BRITISH_ISLES = ("XF", "XG", "XH", "XI", "XK")
"""The countries that the rules on SEC and SOC name."""

_UNDERGRADUATE = (
    *("0394", "1406", "1407", "1408", "9000", "9002", "9107", "9110", "9111", "9112", "9113"),
    "E007",
)
_POSTGRADUATE = (
    *("0393", "1410", "1411", "1412", "2001", "9100", "9101", "9103", "9109"),
    "E008",
)

_funding_fields_required = ~ofs_providers.any(
    ukprn == ofs_providers.UKPRN, ~ofs_providers.HEFundingFieldsRequired
)
"""Whether the provider must give the funding fields; so, where the register does not say."""


@fact(Learner)
def ucas_personal_id():
    """The learner's UCAS personal identifier."""
    return LearnerHE.first().take(UCASPERID)


for _id, _field, _list, _what in (
    ("ELQ_02", ELQ, "ELQ", "equivalent or lower qualification"),
    ("FUNDLEV_01", FUNDLEV, "FUNDLEV", "level for the funding council"),
    ("MODESTUD_01", MODESTUD, "MODESTUD", "mode of study"),
    ("MSTUFEE_01", MSTUFEE, "MSTUFEE", "major source of tuition fees"),
    ("PERMADDCOUNTRY_02", PERMADDCOUNTRY.upper(), "Domicile", "country of permanent address"),
    ("QUALENT3_02", QUALENT3.upper(), "QUALENT3", "highest qualification on entry"),
    ("SEC_01", SEC, "SEC", "socio-economic class"),
    ("SPECFEE_01", SPECFEE, "SPECFEE", "special fee"),
    ("TYPEYR_01", TYPEYR, "TYPEYR", "type of year"),
):
    for _years, _codes in spans(_list):
        family_rule(
            _id,
            ~is_listed(_field, _codes),
            f"""The code of the {_what} is not in the list.

            The list on file is that of 2020-21 with the later codes that are known.
            Fix: choose a code of the list.
            """,
            on=LearningDeliveryHE,
            years=_years,
            reports=(getattr(LearningDeliveryHE, _id.rsplit("_", 1)[0]),),
        )

for _years, _codes in spans("SOC2010"):
    family_rule(
        "SOC_04",
        (LearnStartDate >= date(2014, 8, 1)) & ~is_listed(SOC, _codes),
        """The occupation is not a unit group of the classification of 2010.

        It concerns aims that started from August 2014. The list on file is that of 2020-21.
        Fix: choose a code of the list.
        """,
        on=LearningDeliveryHE,
        years=_years,
        reports=(LearnStartDate, SOC),
    )

family_rule(
    "FUNDCOMP_01",
    ~is_listed(FUNDCOMP, code_list("FUNDCOMP", "2526")) & _funding_fields_required,
    """The completion of the year of study is not a code of the list.

    A provider of which the Office for Students requires no funding fields is exempt.
    Fix: choose a code of the list.
    """,
    on=LearningDeliveryHE,
    years=only("2526"),
    reports=(FUNDCOMP,),
)

for _id, _field, _exempt, _what in (
    ("MSTUFEE_02", MSTUFEE, None, "major source of tuition fees"),
    ("QUALENT3_03", QUALENT3, is_restart, "highest qualification on entry"),
):
    for _years, _codes in spans(_id.rsplit("_", 1)[0]):
        if not any(code.valid_to for code in _codes):
            waiting(_id, _years, reason=f"no code of the {_what} on file has a last day")
            continue
        _ended = has_ended(_field, _codes, LearnStartDate)
        family_rule(
            _id,
            _ended if _exempt is None else _ended & ~_exempt,
            f"""The code of the {_what} had ended before the aim started.

            Fix: choose a code that was in use on the start date.
            """,
            on=LearningDeliveryHE,
            years=_years,
            reports=(LearnStartDate, _field),
        )

for _id, _field, _start, _what in (
    ("PERMADDCOUNTRY_01", PERMADDCOUNTRY, date(2013, 8, 1), "country of permanent address"),
    ("QUALENT3_01", QUALENT3, date(2010, 8, 1), "highest qualification on entry"),
    ("STULOAD_04", STULOAD, date(2013, 8, 1), "full-time equivalent (STULOAD)"),
):
    family_rule(
        _id,
        (LearnStartDate >= _start) & _field.is_unknown(),
        f"""The higher education record does not give the {_what}.

        It concerns aims that started from August {_start.year}.
        Fix: record it.
        """,
        on=LearningDeliveryHE,
        years=since("2526"),
        reports=(LearnStartDate, _field),
    )


@rule("ELQ_01", on=LearningDeliveryHE, years=since("2526"), reports=(FundModel, SOF, ELQ))
def ofs_funded_without_elq() -> Boolean:
    """The aim is funded by the Office for Students, and its HE record has no ELQ.

    An aim without the record is left to LearningDeliveryHE_02.
    Fix: record whether the learner has an equivalent or higher qualification already.
    """
    return is_ofs_funded & ELQ.is_unknown()


@rule(
    "FUNDLEV_04",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, FUNDLEV),
)
def without_funding_level() -> Boolean:
    """The higher education record does not give the level for the funding council.

    It concerns aims that started from August 2024. A provider of which the Office for Students
    requires no funding fields is exempt.
    Fix: record FUNDLEV.
    """
    return (LearnStartDate >= date(2024, 8, 1)) & FUNDLEV.is_unknown() & _funding_fields_required


for _id, _types, _levels, _what in (
    ("FUNDLEV_02", _UNDERGRADUATE, (10, 11, 99), "undergraduate"),
    ("FUNDLEV_03", _POSTGRADUATE, (20, 21, 30, 31, 99), "postgraduate"),
):
    family_rule(
        _id,
        (LearnStartDate >= date(2009, 8, 1))
        & aim_reference_type.is_in(_types)
        & ~FUNDLEV.is_in(_levels),
        f"""The aim is {_what} in LARS, and its level for the funding council is not.

        "Not in the HESES population" (99) is allowed as well. It concerns aims that started from
        August 2009; an absent level is left to FUNDLEV_04.
        Fix: correct FUNDLEV, or the aim.
        """,
        on=LearningDeliveryHE,
        years=since("2526"),
        reports=(LearnAimRef, LearnStartDate, FUNDLEV),
    )


@rule(
    "MODESTUD_03",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, MODESTUD, SPECFEE),
)
def short_final_year_not_part_time() -> Boolean:
    """The special fee is of a short final year, and the study is not part-time.

    It concerns SPECFEE 4 and 5 on aims that started from August 2009.
    Fix: record MODESTUD 3, or correct the special fee.
    """
    return (LearnStartDate >= date(2009, 8, 1)) & SPECFEE.is_in((4, 5)) & MODESTUD.differs_from(3)


@rule(
    "SPECFEE_02",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, MODESTUD, SPECFEE),
)
def sandwich_year_without_its_fee() -> Boolean:
    """The learner is on a sandwich year out, and the special fee is not that of a placement.

    It concerns aims that started from August 2009.
    Fix: record SPECFEE 1, or correct the mode of study.
    """
    return (LearnStartDate >= date(2009, 8, 1)) & (MODESTUD == 2) & SPECFEE.differs_from(1)


@rule(
    "PCOLAB_01",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, PartnerUKPRN, PCOLAB),
)
def partner_without_share_of_teaching() -> Boolean:
    """The aim has a partner, and the share that the partner teaches is not given.

    It concerns aims that started from August 2013.
    Fix: record PCOLAB, or remove the partner.
    """
    return (LearnStartDate >= date(2013, 8, 1)) & PartnerUKPRN.is_known() & PCOLAB.is_unknown()


for _id, _field, _what in (
    ("SEC_02", SEC, "socio-economic class"),
    ("SOC_02", SOC, "occupation"),
):
    family_rule(
        _id,
        (LearnStartDate >= date(2013, 8, 1))
        & UCASSCHEMECODE.is_known()
        & PERMADDCOUNTRY.upper().is_in(_BRITISH_ISLES)
        & _field.is_unknown(),
        f"""The learner came through UCAS from the British Isles, and has no {_what}.

        It concerns aims that started from August 2013, with an address in XF, XG, XH, XI or XK.
        Fix: record the {_what} from the UCAS data.
        """,
        on=LearningDeliveryHE,
        years=since("2526"),
        reports=(LearnStartDate, _field, UCASSCHEMECODE, PERMADDCOUNTRY),
    )


@rule(
    "UCASSCHEMECODE_01",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(ucas_personal_id, LearnStartDate, UCASSCHEMECODE),
)
def ucas_learner_without_scheme_code() -> Boolean:
    """The learner has a UCAS identifier, and the aim has no UCAS code.

    It concerns aims with a higher education record that started from August 2013.
    Fix: record UCASSCHEMECODE.
    """
    return (
        (LearnStartDate >= date(2013, 8, 1))
        & ucas_personal_id.is_known()
        & UCASSCHEMECODE.is_unknown()
    )


@rule(
    "UCASSCHEMECODE_02",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, UCASSCHEMECODE),
)
def ucas_code_of_wrong_shape() -> Boolean:
    """The UCAS code is not two letters and two digits.

    It concerns aims that started from August 2025; earlier the code had nine digits.
    Fix: record the code of the UCAS scheme.
    """
    return (LearnStartDate >= date(2025, 8, 1)) & ~UCASSCHEMECODE.matches(r"[A-Za-z]{2}[0-9]{2}")


@rule(
    "TYPEYR_02",
    on=LearningDeliveryHE,
    years=only("2526"),
    reports=(LearnStartDate, LearnActEndDate, TYPEYR, FUNDCOMP),
)
def year_of_study_inside_academic_year() -> Boolean:
    """The aim was completed in the academic year in which it started, and TYPEYR is not 1.

    It concerns aims that started from August 2009, with FUNDCOMP 1.
    Fix: record TYPEYR 1, or correct the dates or the completion.
    """
    academic_year_of_end = (LearnActEndDate - months(7)).year()  # an academic year begins in August
    return (
        (LearnStartDate >= date(2009, 8, 1))
        & (academic_year_of_end == academic_year_of_start)
        & (FUNDCOMP == 1)
        & TYPEYR.differs_from(1)
    )


@rule("HEPostCode_01", on=LearningDeliveryHE, years=since("2526"), reports=(HEPostCode,))
def postcode_of_teaching_is_not_listed() -> Boolean:
    """The postcode of the teaching is not in the list of the postcodes of the United Kingdom.

    ZZ99 9ZZ is exempt. Postcodes that have ended count.
    Fix: check the postcode; a new one may not be in the list that is loaded.
    """
    return (HEPostCode != UNKNOWN_POSTCODE) & ~postcodes.matching(Postcode=HEPostCode).any()


@rule("HEPostCode_02", on=LearningDeliveryHE, years=since("2526"), reports=(HEPostCode,))
def postcode_of_teaching_of_wrong_shape() -> Boolean:
    """The postcode of the teaching does not have the shape of a postcode.

    It is one or two capital letters, one or two digits or a digit and a letter, a space, a digit
    and two letters (none of them C, I, K, M, O or V).
    Fix: correct the postcode, or record ZZ99 9ZZ if it is not known.
    """
    return ~has_postcode_format(HEPostCode)
