"""Rules on the learner's names and address: what must be given.

A name of nothing but spaces is no name. In 2025-26 a learner whose every aim is community learning
may leave a name out if the planned learning hours are 10 or fewer and there is no learner number.
"""

from openilr.derived.provision import all_aims_are_community_learning
from openilr.ilr.identifiers import TEMPORARY_ULN
from openilr.ilr.years import since, until
from openilr.language import Boolean, Text
from openilr.language.columns import ULN, AddLine1, FamilyName, GivenNames, Learner, PlanLearnHours
from openilr.rules.registry import family_rule, rule


def _rules_of(name: Text, prefix: str, words: str) -> None:
    absent = name.is_unknown() | (name.strip() == "")
    community = all_aims_are_community_learning
    fix = f"Fix: record the learner's {words}."
    family_rule(
        f"{prefix}_01",
        absent & ~community,
        f"""The learner has no {words}.

        Learners whose every aim is community learning have rules of their own.
        {fix}
        """,
        on=Learner,
        years=until("2526"),
        reports=(name,),
    )
    family_rule(
        f"{prefix}_01",
        absent,
        f"""The learner has no {words}.

        {fix}
        """,
        on=Learner,
        years=since("2627"),
        reports=(name,),
    )
    family_rule(
        f"{prefix}_02",
        absent & community & (PlanLearnHours > 10),
        f"""The community learner has no {words}, though more than 10 hours are planned.

        {fix}
        """,
        on=Learner,
        years=until("2526"),
        reports=(name, PlanLearnHours),
    )
    family_rule(
        f"{prefix}_04",
        absent & community & (PlanLearnHours <= 10) & (ULN != TEMPORARY_ULN),
        f"""The community learner has a unique learner number and no {words}.

        It speaks of learners with 10 planned hours or fewer.
        {fix}
        """,
        on=Learner,
        years=until("2526"),
        reports=(ULN, name, PlanLearnHours),
    )


_rules_of(FamilyName, "FamilyName", "family name")
_rules_of(GivenNames, "GivenNames", "given names")


@rule("AddLine1_03", on=Learner, years=until("2526"), reports=(AddLine1, PlanLearnHours))
def no_address_but_in_short_community_learning() -> Boolean:
    """The learner has no first line of an address.

    A learner whose every aim is community learning, with 10 planned hours or fewer, is exempt.
    Fix: record the learner's address.
    """
    more = (PlanLearnHours > 10) | PlanLearnHours.is_unknown()
    return AddLine1.is_unknown() & (~all_aims_are_community_learning | more)


@rule("AddLine1_03", on=Learner, years=since("2627"), reports=(AddLine1,))
def no_address() -> Boolean:
    """The learner has no first line of an address.

    Fix: record the learner's address.
    """
    return AddLine1.is_unknown()
