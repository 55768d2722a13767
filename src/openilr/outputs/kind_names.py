"""What kinds of money are called by people; a kind itself carries the name of DfE's outputs."""

from openilr.funding.outcome import Kind

NAMES: dict[Kind, str] = {
    Kind.ON_PROGRAMME: "On-programme instalment",
    Kind.BALANCING: "Balancing payment",
    Kind.COMPLETION: "Completion payment",
    Kind.FIRST_EMPLOYER: "First 16-18 payment to the employer",
    Kind.SECOND_EMPLOYER: "Second 16-18 payment to the employer",
    Kind.FIRST_PROVIDER: "First 16-18 payment to the provider",
    Kind.SECOND_PROVIDER: "Second 16-18 payment to the provider",
    Kind.FOUNDATION_FIRST: "First payment to a foundation apprentice's employer",
    Kind.FOUNDATION_SECOND: "Second payment to a foundation apprentice's employer",
    Kind.FOUNDATION_THIRD: "Last payment to a foundation apprentice's employer",
    Kind.BURSARY: "Care leaver's bursary",
    Kind.FIRST_DISADVANTAGE: "First disadvantage payment",
    Kind.SECOND_DISADVANTAGE: "Second disadvantage payment",
    Kind.UPLIFT_ON_PROGRAMME: "Framework uplift, on-programme",
    Kind.UPLIFT_BALANCING: "Framework uplift, balancing",
    Kind.UPLIFT_COMPLETION: "Framework uplift, completion",
    Kind.ENGLISH_MATHS: "English or maths instalment",
    Kind.ENGLISH_MATHS_BALANCING: "English or maths balancing payment",
    Kind.LEARNING_SUPPORT: "Learning support",
    Kind.UNIT_FIRST: "First milestone of a unit",
    Kind.UNIT_COMPLETION: "Completion of a unit",
    Kind.BOOTCAMP: "Milestone of a bootcamp",
    Kind.ADULT_ON_PROGRAMME: "Adult skills instalment",
    Kind.ADULT_BALANCING: "Adult skills balancing payment",
    Kind.ADULT_ACHIEVEMENT: "Adult skills achievement payment",
    Kind.ADULT_JOB_OUTCOME: "Job outcome payment",
    Kind.LOANS_SUPPORT: "Loans bursary support",
    Kind.LOANS_AREA: "Loans bursary area uplift",
    Kind.LOANS_AREA_BALANCING: "Loans bursary area uplift, balancing",
    Kind.LEGACY_CORE: "Core government contribution",
    Kind.LEGACY_YOUNG: "Young apprentice payment",
    Kind.LEGACY_SMALL_BUSINESS: "Small business payment",
    Kind.LEGACY_ACHIEVEMENT: "Achievement payment",
}


def kind_name(kind: Kind) -> str:
    """A kind in plain words; DfE's own name where we have none."""
    return NAMES.get(kind, str(kind))
