"""Rules on the GCSE grades in English and maths: one set of rules, written once for both."""

from openilr.derived.fams import has_learner_fam
from openilr.derived.learner_records import learner_fams
from openilr.ilr.codes import code_list
from openilr.ilr.years import OPEN_YEARS, since
from openilr.language import Text
from openilr.language.columns import (
    EngGrade,
    FundModel,
    Learner,
    LearningDelivery,
    MathGrade,
)
from openilr.rules.registry import family_rule

_LOW = ("D", "DD", "DE", "E", "EE", "EF", "F", "FF", "FG", "G", "GG", "N", "U", "3", "2", "1")
"""Grades below a pass, as the rules list them; X and NONE are not among them."""

_KNOWN = tuple(
    dict.fromkeys([*(c.code for year in OPEN_YEARS for c in code_list("GCSEGrade", year)), "X"])
)
"""Every grade on file. X stands in the rules on minimum hours (R_155, R_156), not in the list."""


def _rules_of(subject: str, grade: Text, prefix: str, condition_of_funding: str, edf: int) -> None:
    family_rule(
        f"{prefix}_01",
        (FundModel == 25) & grade.is_unknown(),
        f"""The GCSE {subject} grade is missing, and this aim is 16 to 19 funded.

        Fix: record the highest grade, or NONE if the learner has not taken the GCSE.
        """,
        on=LearningDelivery,
        years=since("2526"),
        reports=(grade, FundModel),
    )
    family_rule(
        f"{prefix}_02",
        ~grade.is_in(_KNOWN),
        f"""The GCSE {subject} grade is not a grade that is on file.

        The list is that of 2020-21, and X, which other rules of the year name. A grade that DfE has
        added since would be reported here in error.
        Fix: record the grade as the list has it, or NONE.
        """,
        on=Learner,
        years=since("2526"),
        reports=(grade,),
    )
    family_rule(
        f"{prefix}_03",
        grade.is_in(_LOW) & ~has_learner_fam("EDF", edf),
        f"""The GCSE {subject} grade is below a pass and disadvantage funding is not recorded.

        A grade of D or 3 or lower goes with EDF {edf}.
        Fix: add EDF {edf} to the learner, or correct the grade.
        """,
        on=Learner,
        years=since("2526"),
        reports=(grade, learner_fams),
    )
    family_rule(
        f"{prefix}_04",
        has_learner_fam(condition_of_funding, 2, 3, 4) & grade.differs_from("NONE"),
        f"""The learner is exempt from the {subject} condition of funding and the grade is not NONE.

        It speaks of {condition_of_funding} 2, 3 and 4. A missing grade is reported too.
        Fix: record NONE as the grade, or correct {condition_of_funding}.
        """,
        on=Learner,
        years=since("2526"),
        reports=(grade, learner_fams),
    )


_rules_of("English", EngGrade, "EngGrade", "ECF", edf=2)
_rules_of("maths", MathGrade, "MathGrade", "MCF", edf=1)
