"""Rules on the learner's funding and monitoring records, and on the support cost that goes with
one.
"""

from openilr.derived.code_lists import is_listed_pair, pair_has_ended, spans_of_types
from openilr.derived.fams import has_learner_fam
from openilr.derived.learner_records import learner_fams
from openilr.derived.programmes import first_start_date
from openilr.ilr.years import since
from openilr.language import Boolean, this
from openilr.language.columns import (
    ALSCost,
    Learner,
    LearnerFAM,
    LearnFAMCode,
    LearnFAMType,
)
from openilr.rules.registry import family_rule, rule

for _years, _lists in spans_of_types("LearnerFAM"):
    family_rule(
        "LearnFAMType_01",
        ~is_listed_pair(LearnFAMType, LearnFAMCode, _lists),
        """The funding and monitoring code is not one that its type has.

        The codes of EMH and MMH (minimum hours of English and maths) are not on file: any is taken.
        Fix: choose a code of the list for this type.
        """,
        on=LearnerFAM,
        years=_years,
        reports=(LearnFAMType, LearnFAMCode),
    )
    family_rule(
        "LearnFAMType_03",
        pair_has_ended(LearnFAMType, LearnFAMCode, _lists, first_start_date),
        """The funding and monitoring code had ended before the learner's first aim started.

        The learner's earliest start date is compared with the last day of the code. No code that is
        on file has a last day at present, so this finds nothing until one is given.
        Fix: choose a code that is still in use.
        """,
        on=LearnerFAM,
        years=_years,
        reports=(LearnFAMType, LearnFAMCode, first_start_date),
    )


def _more_than(most: int, *kinds: str) -> Boolean:
    """The first record of a type of which there are too many."""
    alike = LearnerFAM.same(LearnFAMType)
    first = alike.none(LearnerFAM.position < this(LearnerFAM.position))
    return LearnFAMType.is_in(kinds) & first & (alike.count() > most)


@rule("LearnFAMType_09", on=LearnerFAM, years=since("2526"), reports=(LearnFAMType,))
def type_more_than_once() -> Boolean:
    """The learner has more than one record of a type that may be given once.

    The types are HNS, EHC, DLA, SEN, MCF, ECF, FME, MMH and EMH.
    Fix: keep one of the records.
    """
    return _more_than(1, "HNS", "EHC", "DLA", "SEN", "MCF", "ECF", "FME", "MMH", "EMH")


@rule("LearnFAMType_10", on=LearnerFAM, years=since("2526"), reports=(LearnFAMType,))
def learner_support_more_than_four_times() -> Boolean:
    """The learner has more than four reasons for learner support (LSR).

    Fix: keep four of the records.
    """
    return _more_than(4, "LSR")


@rule("LearnFAMType_11", on=LearnerFAM, years=since("2526"), reports=(LearnFAMType,))
def type_more_than_twice() -> Boolean:
    """The learner has more than two records of EDF, or of NLM.

    Fix: keep two of the records.
    """
    return _more_than(2, "EDF", "NLM")


@rule("LearnFAMType_14", on=Learner, years=since("2526"), reports=(learner_fams,))
def special_needs_beside_plan() -> Boolean:
    """The learner has special educational needs (SEN 1) beside an EHC plan (EHC 1).

    A plan covers special educational needs, so only the plan is recorded.
    Fix: remove SEN, or EHC if there is no plan.
    """
    return has_learner_fam("SEN", 1) & has_learner_fam("EHC", 1)


@rule("LearnFAMType_15", on=Learner, years=since("2526"), reports=(learner_fams,))
def exempt_from_maths_without_plan() -> Boolean:
    """The learner is exempt from maths for a learning difficulty (MCF 1) and has no EHC plan.

    Fix: record the plan (EHC 1), or correct MCF.
    """
    return has_learner_fam("MCF", 1) & ~has_learner_fam("EHC")


@rule("LearnFAMType_16", on=Learner, years=since("2526"), reports=(learner_fams,))
def exempt_from_english_without_plan() -> Boolean:
    """The learner is exempt from English for a learning difficulty (ECF 1) and has no EHC plan.

    Special educational needs (SEN) alone are not enough, though the text of the rule names them:
    its error does not.
    Fix: record the plan (EHC 1), or correct ECF.
    """
    return has_learner_fam("ECF", 1) & ~has_learner_fam("EHC")


@rule("LearnFAMType_17", on=Learner, years=since("2526"), reports=(learner_fams,))
def tuition_fund_beside_repeated_year() -> Boolean:
    """The learner is both in the 16 to 19 tuition fund (NLM 21) and repeating a year (NLM 22).

    Fix: keep the one of the two that is right.
    """
    return has_learner_fam("NLM", 21) & has_learner_fam("NLM", 22)


@rule("ALSCost_02", on=Learner, years=since("2526"), reports=(ALSCost, learner_fams))
def support_cost_without_high_needs() -> Boolean:
    """A learning support cost is recorded for a learner who is no high needs student.

    Fix: add HNS 1 if the local authority pays top-up funding, or remove the cost.
    """
    return ALSCost.is_known() & ~has_learner_fam("HNS")
