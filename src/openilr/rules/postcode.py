"""Rules on the learner's postcodes: the present one, and the one before enrolment."""

from openilr.derived.postcodes import has_postcode_format
from openilr.ilr.identifiers import UNKNOWN_POSTCODE
from openilr.ilr.years import since
from openilr.language import Code
from openilr.language.columns import Learner, Postcode, PostcodePrior
from openilr.language.tables import postcodes
from openilr.rules.registry import family_rule


def _rules_of(lookup: str, shape: str, postcode: Code, words: str) -> None:
    family_rule(
        lookup,
        (postcode != UNKNOWN_POSTCODE) & ~postcodes.matching(Postcode=postcode).any(),
        f"""The {words} is not in the list of the postcodes of the United Kingdom.

        ZZ99 9ZZ, for an address that is not known, is exempt. Postcodes that have ended count.
        Fix: check the postcode; a new one may not be in the list that is loaded.
        """,
        on=Learner,
        years=since("2526"),
        reports=(postcode,),
    )
    family_rule(
        shape,
        ~has_postcode_format(postcode),
        f"""The {words} does not have the shape of a postcode.

        It is one or two capital letters, one or two digits or a digit and a letter, a space, a
        digit and two letters (none of them C, I, K, M, O or V).
        Fix: correct the postcode, or record ZZ99 9ZZ if it is not known.
        """,
        on=Learner,
        years=since("2526"),
        reports=(postcode,),
    )


_rules_of("Postcode_14", "Postcode_15", Postcode, "postcode")
_rules_of("PostcodePrior_01", "PostcodePrior_02", PostcodePrior, "postcode before enrolment")
