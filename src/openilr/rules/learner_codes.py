"""Coded fields of the learner: the code must be in its list, and not have ended too early."""

from openilr.derived.code_lists import has_ended, is_listed, spans
from openilr.derived.programmes import first_start_date
from openilr.ilr.years import since
from openilr.language import Boolean
from openilr.language.columns import (
    Accom,
    Ethnicity,
    Learner,
    LLDDandHealthProblem,
    LLDDCat,
    LLDDHealthProb,
    PrimaryLLDD,
    PriorAttain,
    PriorLevel,
    ProviderSpecLearnerMonitoring,
    ProvSpecLearnMonOccur,
    Sex,
)
from openilr.rules.registry import family_rule, rule

_LOOKUPS = (
    ("Accom_01", Learner, Accom, "Accom", "accommodation"),
    ("Ethnicity_01", Learner, Ethnicity, "Ethnicity", "ethnicity"),
    ("Sex_01", Learner, Sex, "Sex", "sex"),
    (
        *("LLDDHealthProb_01", Learner, LLDDHealthProb, "LLDDHealthProb"),
        "learning difficulty, disability or health problem",
    ),
    (
        *("LLDDCat_01", LLDDandHealthProblem, LLDDCat, "LLDDCat"),
        "category of a difficulty, disability or health problem",
    ),
    (
        *("PrimaryLLDD_02", LLDDandHealthProblem, PrimaryLLDD, "PrimaryLLDD"),
        "mark of the primary difficulty, disability or health problem",
    ),
    ("PriorAttain_03", PriorAttain, PriorLevel, "PriorLevel", "prior level"),
)

for _id, _on, _field, _list, _what in _LOOKUPS:
    for _years, _codes in spans(_list):
        family_rule(
            _id,
            ~is_listed(_field, _codes),
            f"""The code of the {_what} is not in the list of the year.

            A code that has ended is still in the list.
            Fix: choose a code of the list.
            """,
            on=_on,
            years=_years,
            reports=(_field,),
        )

for _years, _codes in spans("LLDDCat"):
    family_rule(
        "LLDDCat_02",
        has_ended(LLDDCat, _codes, first_start_date),
        """The category of difficulty or disability had ended before the learner's first start.

        The learner's earliest start date is compared with the last day of the category.
        Fix: choose a category that is still in use.
        """,
        on=LLDDandHealthProblem,
        years=_years,
        reports=(LLDDCat, first_start_date),
    )


@rule(
    "ProvSpecLearnMonOccur_01",
    on=ProviderSpecLearnerMonitoring,
    years=since("2526"),
    reports=(ProvSpecLearnMonOccur,),
)
def other_occurrence_than_a_or_b() -> Boolean:
    """The provider's own monitoring of the learner is marked neither A nor B.

    Fix: mark the records A and B.
    """
    return ~ProvSpecLearnMonOccur.is_in(("A", "B"))
