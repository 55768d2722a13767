"""Tuition fees of higher education: who pays them, how much, and the student support number."""

from datetime import date

from openilr.derived.identifiers import has_valid_support_number
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    GROSSFEE,
    MSTUFEE,
    NETFEE,
    PERMADDCOUNTRY,
    SSN,
    LearningDeliveryHE,
    LearnStartDate,
)
from openilr.rules.registry import family_rule, rule

for _id, _countries, _sources, _where in (
    ("MSTUFEE_03", ("XH",), (2, 4), "Scotland"),
    ("MSTUFEE_04", ("XG",), (2, 3), "Northern Ireland"),
    ("MSTUFEE_05", ("XF", "XI"), (3, 4), "England or Wales"),
):
    family_rule(
        _id,
        PERMADDCOUNTRY.upper().is_in(_countries) & MSTUFEE.is_in(_sources),
        f"""The learner's address is in {_where}, and the fees are paid by another country's body.

        Fix: correct the major source of tuition fees, or the country.
        """,
        on=LearningDeliveryHE,
        years=since("2526"),
        reports=(MSTUFEE, PERMADDCOUNTRY),
    )

_starts_2021_to_2025 = LearnStartDate.between(date(2021, 8, 1), date(2025, 7, 31))

for _id, _started, _sources, _when in (
    ("MSTUFEE_06", _starts_2021_to_2025, (2, 3, 4, 52, 53, 54), "from August 2021 to July 2025"),
    ("MSTUFEE_07", LearnStartDate >= date(2025, 8, 1), (3, 10), "from August 2025"),
):
    family_rule(
        _id,
        _started & MSTUFEE.is_in(_sources) & SSN.is_unknown(),
        f"""A public body helps with the fees, and there is no student support number.

        It concerns aims that started {_when}, with the sources {_sources}.
        Fix: record SSN, or correct the major source of tuition fees.
        """,
        on=LearningDeliveryHE,
        years=since("2526"),
        reports=(LearnStartDate, MSTUFEE, SSN),
    )


@rule("GROSSFEE_01", on=LearningDeliveryHE, years=since("2526"), reports=(NETFEE, GROSSFEE))
def net_fee_without_gross_fee() -> Boolean:
    """The net tuition fee is given, and the gross one is not.

    Fix: record GROSSFEE.
    """
    return NETFEE.is_known() & GROSSFEE.is_unknown()


@rule("GROSSFEE_02", on=LearningDeliveryHE, years=since("2526"), reports=(NETFEE, GROSSFEE))
def gross_fee_below_net_fee() -> Boolean:
    """The gross tuition fee is less than the net one.

    Fix: correct the fees: the net fee is what is left after the provider's own help.
    """
    return GROSSFEE < NETFEE


for _id, _fee, _what in (
    ("GROSSFEE_03", GROSSFEE, "gross"),
    ("NETFEE_02", NETFEE, "net"),
):
    family_rule(
        _id,
        _fee > 9535,
        f"""The {_what} tuition fee is over £9,535.

        Fix: correct the fee, if it is not what is charged for the year.
        """,
        on=LearningDeliveryHE,
        years=since("2526"),
        reports=(_fee,),
    )


@rule(
    "NETFEE_01",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, SSN, NETFEE),
)
def neither_support_number_nor_net_fee() -> Boolean:
    """There is neither a student support number nor a net tuition fee.

    It concerns aims that started from August 2012.
    Fix: record SSN or NETFEE.
    """
    return (LearnStartDate >= date(2012, 8, 1)) & SSN.is_unknown() & NETFEE.is_unknown()


@rule("SSN_02", on=LearningDeliveryHE, years=since("2526"), reports=(SSN,))
def wrong_support_number() -> Boolean:
    """The student support number is not a valid one.

    It is four letters, eight digits and a letter that checks the others. Small letters count as
    capitals.
    Fix: copy the number from the Student Loans Company again.
    """
    return ~has_valid_support_number


@rule(
    "SSN_03",
    on=LearningDeliveryHE,
    years=since("2526"),
    reports=(LearnStartDate, SSN, NETFEE, GROSSFEE),
)
def without_support_number_and_fees() -> Boolean:
    """There is no student support number, and the net or the gross tuition fee is missing.

    It concerns aims that started from August 2021.
    Fix: record SSN, or both fees.
    """
    return (
        (LearnStartDate >= date(2021, 8, 1))
        & SSN.is_unknown()
        & (NETFEE.is_unknown() | GROSSFEE.is_unknown())
    )
