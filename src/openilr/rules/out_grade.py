"""Rules on the grade of an aim."""

from datetime import date

from openilr.derived.code_lists import is_listed, spans
from openilr.derived.lars import aim_reference_type
from openilr.ilr.codes import grades_of
from openilr.ilr.years import since
from openilr.language import Boolean, any_of
from openilr.language.columns import (
    LearnActEndDate,
    LearnAimRef,
    LearningDelivery,
    Outcome,
    OutGrade,
)
from openilr.rules.registry import family_rule, rule

_NOT_ACHIEVED = ("FL", "U", "N", "X", "Y")
"""The grades of an aim that was not achieved."""

_GRADED_TYPES = (
    *("0001", "0002", "0003", "1413", "1422", "1430", "1433", "1434", "1435", "1453", "2999"),
)
"""The types of aim in LARS that are GCSE, A level, AS level and A2 level."""

for _years, _codes in spans("OutGrade"):
    family_rule(
        "OutGrade_01",
        ~is_listed(OutGrade, _codes),
        """The grade is not one of the grades that can be recorded.

        The list of 2020-21 with the grades added to it since is looked at: DfE's later lists are
        not on file, and a grade that came in since would be reported.
        Fix: correct the grade.
        """,
        on=LearningDelivery,
        years=_years,
        reports=(OutGrade,),
    )


@rule("OutGrade_04", on=LearningDelivery, years=since("2526"), reports=(Outcome, OutGrade))
def grade_without_outcome() -> Boolean:
    """The aim has a grade, and its outcome is absent or not yet known (8).

    Fix: add the outcome, or remove the grade.
    """
    return OutGrade.is_known() & (Outcome.is_unknown() | (Outcome == 8))


@rule("OutGrade_05", on=LearningDelivery, years=since("2526"), reports=(Outcome, OutGrade))
def achieved_with_failing_grade() -> Boolean:
    """The aim is recorded as achieved with a grade of one that is not.

    The grades are FL, U, N, X and Y.
    Fix: correct the outcome or the grade.
    """
    return OutGrade.is_in(_NOT_ACHIEVED) & (Outcome == 1)


@rule("OutGrade_06", on=LearningDelivery, years=since("2526"), reports=(Outcome, OutGrade))
def not_achieved_with_passing_grade() -> Boolean:
    """The aim is recorded as not achieved (3) with a grade of one that is.

    Grades FL, U, N, X and Y are allowed, and no grade at all.
    Fix: correct the outcome or the grade.
    """
    return (Outcome == 3) & ~OutGrade.is_in(_NOT_ACHIEVED)


def _is_other_grade(kind: str) -> Boolean:
    grades = grades_of(kind)
    assert grades is not None, f"no grades on file for aims of type {kind}"  # noqa: S101
    return (aim_reference_type == kind) & ~OutGrade.is_in(sorted(grades))


@rule(
    "OutGrade_07",
    on=LearningDelivery,
    years=since("2526"),
    reports=(LearnAimRef, LearnActEndDate, Outcome, OutGrade),
)
def grade_of_another_qualification() -> Boolean:
    """The achieved GCSE, A level, AS level or A2 level has a grade that it does not give.

    Aims that ended from August 2014 are looked at. The grades of each type are those of 2020-21;
    DfE's later lists are not on file.
    Fix: correct the grade or the aim reference.
    """
    return (
        (LearnActEndDate >= date(2014, 8, 1))
        & (Outcome == 1)
        & any_of(*(_is_other_grade(kind) for kind in _GRADED_TYPES))
    )
