"""What a learner's own records say, in short, for findings to show."""

from openilr.language import fact
from openilr.language.columns import (
    Learner,
    LearnerFAM,
    LearnFAMCode,
    LearnFAMType,
    LLDDandHealthProblem,
    LLDDCat,
)


@fact(Learner)
def learner_fams():
    """The types and codes of the learner's FAM records, with commas between."""
    return LearnerFAM.joined(LearnFAMType.upper() + " " + LearnFAMCode.to_text())


@fact(Learner)
def lldd_categories():
    """The categories of the learner's difficulties and disabilities, with commas between."""
    return LLDDandHealthProblem.joined(LLDDCat.to_text())
