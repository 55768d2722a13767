"""The learner's own higher education record: accommodation and financial support."""

from datetime import date

from openilr.derived.code_lists import has_ended, is_listed, spans
from openilr.derived.programmes import first_start_date
from openilr.ilr.years import since
from openilr.language import Boolean, this
from openilr.language.columns import (
    FINTYPE,
    MODESTUD,
    TTACCOM,
    LearnerHE,
    LearnerHEFinancialSupport,
    LearningDeliveryHE,
)
from openilr.rules.registry import family_rule, rule, waiting

for _id, _on, _field, _list, _what in (
    ("TTACCOM_01", LearnerHE, TTACCOM, "TTACCOM", "accommodation in term time"),
    ("FINTYPE_01", LearnerHEFinancialSupport, FINTYPE, "FINTYPE", "type of financial support"),
):
    for _years, _codes in spans(_list):
        family_rule(
            _id,
            ~is_listed(_field, _codes),
            f"""The code of the {_what} is not in the list.

            The list on file is that of 2020-21.
            Fix: choose a code of the list.
            """,
            on=_on,
            years=_years,
            reports=(_field,),
        )

for _years, _codes in spans("TTACCOM"):
    if any(code.valid_to for code in _codes):
        family_rule(
            "TTACCOM_02",
            has_ended(TTACCOM, _codes, first_start_date),
            """The code of the accommodation in term time had ended before the first start.

            The learner's earliest start date is compared with the last day of the code.
            Fix: choose a code that is still in use.
            """,
            on=LearnerHE,
            years=_years,
            reports=(TTACCOM, first_start_date),
        )
    else:
        waiting(
            "TTACCOM_02",
            _years,
            reason="no code of the list of accommodation on file has a last day",
        )


@rule("TTACCOM_04", on=LearningDeliveryHE, years=since("2526"), reports=(MODESTUD,))
def full_time_without_accommodation() -> Boolean:
    """The learner studies full time, and the accommodation in term time is not given.

    It concerns learners whose earliest start is from August 2013, with or without an own higher
    education record.
    Fix: record TTACCOM in the learner's higher education record.
    """
    return (
        (MODESTUD == 1)
        & (first_start_date >= date(2013, 8, 1))
        & LearnerHE.none(TTACCOM.is_known())
    )


@rule("LearnerHE_02", on=LearnerHE, years=since("2526"), reports=())
def learner_record_without_aim_record() -> Boolean:
    """The learner has a higher education record, but none of the aims has one.

    Fix: add the higher education record of the aim, or remove that of the learner.
    """
    return LearningDeliveryHE.none()


@rule(
    "FINTYPE_02",
    on=LearnerHEFinancialSupport,
    years=since("2526"),
    reports=(FINTYPE,),
)
def repeated_financial_support() -> Boolean:
    """The learner has more than one financial support record of a type.

    Each type is reported once, on its second record.
    Fix: keep one record of each type, with the whole amount.
    """
    earlier = LearnerHEFinancialSupport.same(FINTYPE).where(
        LearnerHEFinancialSupport.position < this(LearnerHEFinancialSupport.position)
    )
    return FINTYPE.is_in((1, 2, 3, 4)) & (earlier.count() == 1)
