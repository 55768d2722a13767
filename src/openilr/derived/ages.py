"""Ages on the days that the rules use.

Source: spec/rules/README.md section 2 (ages, 31 August).
"""

from openilr.derived.programmes import first_start_date
from openilr.language import Integer, date_of, days, fact, when, years, years_between
from openilr.language.columns import DateOfBirth, Learner, LearningDelivery, LearnStartDate
from openilr.language.run import august_31, teaching_year_end, teaching_year_start


@fact(LearningDelivery)
def age_at_start():
    """The learner's age in whole years when the aim started; a birthday on the day counts."""
    return years_between(DateOfBirth, LearnStartDate)


@fact(LearningDelivery)
def academic_year_of_start() -> Integer:
    """The calendar year in which the academic year of the start began (1 August)."""
    return (
        when(LearnStartDate.month() >= 8)
        .then(LearnStartDate.year())
        .otherwise(LearnStartDate.year() - 1)
    )


@fact(LearningDelivery)
def age_on_31_august_of_start_year():
    """The learner's age on 31 August of the academic year in which the aim started."""
    return years_between(DateOfBirth, date_of(academic_year_of_start, 8, 31))


@fact(Learner)
def age_at_first_start():
    """The learner's age when the earliest of all aims started."""
    return years_between(DateOfBirth, first_start_date)


@fact(Learner)
def age_on_31_august():
    """The learner's age on 31 August of the current year."""
    return years_between(DateOfBirth, august_31)


@fact(Learner)
def age_on_1_august():
    """The learner's age on the first day of the current year."""
    return years_between(DateOfBirth, teaching_year_start)


@fact(Learner)
def age_on_31_july():
    """The learner's age on the last day of the current year."""
    return years_between(DateOfBirth, teaching_year_end)


@fact(Learner)
def school_leaving_date():
    """The last Friday in June of the school year (1 September to 31 August) of the 16th
    birthday.
    """
    sixteen = DateOfBirth + years(16)
    june = date_of(
        when(sixteen.month() >= 9).then(sixteen.year() + 1).otherwise(sixteen.year()), 6, 30
    )
    return june - days((june.weekday() + 2) % 7)
