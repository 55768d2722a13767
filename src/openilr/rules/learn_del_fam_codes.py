"""Rules on the codes of funding and monitoring records: lookups, their dates, and how many there
may be.
"""

import re
from collections.abc import Iterable
from datetime import date

from openilr.derived.code_lists import pair_has_ended, spans_of_types
from openilr.derived.fams import DAM, EEF, FFI, LDM, SOF, has_fam, is_restart
from openilr.ilr.codes import CodeList, types
from openilr.ilr.years import EARLIER_YEARS, since
from openilr.language import Boolean, any_of
from openilr.language.columns import (
    LearnDelFAMCode,
    LearnDelFAMType,
    LearningDelivery,
    LearningDeliveryFAM,
    LearningProvider,
    LearnStartDate,
)
from openilr.language.run import ukprn
from openilr.language.tables import short_term_funding
from openilr.rules.registry import family_rule, rule

_NOT_ON_FILE = {
    "AFL": ".*",  # its one code
    "EVI": "[1-9]",  # of the events only 4, 5 and 6 were seen
    "HEM": "[1-9]",  # ended, and its codes with it
    "LDM": "37[7-9]|3[89][0-9]|4[0-4][0-9]",  # given out since 2021, and to come
    "DAM": "04[3-9]|0[5-9][0-9]|1[0-4][0-9]",  # the same
}
"""Codes that DfE's list has, or may have, and ours has not, by type: they are let be."""


def _codes_of_types(lists: Iterable[CodeList]) -> dict[str, set[str]]:
    """The codes of each type, of the year and of the years before: an ended code stays a code."""
    found: dict[str, set[str]] = {}
    for codes in lists:
        found.setdefault(codes.type, set()).update(codes.codes)
    return found


def _is_known(kind: str, codes: set[str]) -> Boolean:
    known: list[Boolean] = []
    if form := _NOT_ON_FILE.get(kind):
        known.append(LearnDelFAMCode.matches(form))
        codes = {code for code in codes if not re.fullmatch(form, code)}
    if codes:
        known.append(LearnDelFAMCode.is_in(sorted(codes)))
    return (LearnDelFAMType == kind) & any_of(*known)


for _years, _lists in spans_of_types("LearningDeliveryFAM"):
    _earlier = types("LearningDeliveryFAM", EARLIER_YEARS[-1])
    _codes = _codes_of_types((*_lists.values(), *_earlier.values()))
    family_rule(
        "LearnDelFAMType_04",
        ~any_of(*(_is_known(kind, codes) for kind, codes in _codes.items())),
        """The code is not one of its funding and monitoring type, or there is no such type.

        Codes that were in use once are let be: the dates say when they ended. So are codes of LDM
        and DAM, of events, family learning and HE monitoring that DfE may have given out and that
        are not on file here.
        Fix: choose the code from the list of its type.
        """,
        on=LearningDeliveryFAM,
        years=_years,
        reports=(LearnDelFAMType, LearnDelFAMCode),
    )
    family_rule(
        "LearnDelFAMType_06",
        ~is_restart & pair_has_ended(LearnDelFAMType, LearnDelFAMCode, _lists, LearnStartDate),
        """The aim started after the last day of use of one of its funding and monitoring codes.

        Restarts are exempt. A code that is in no list is reported by LearnDelFAMType_04.
        Fix: correct the start date, or choose a code that is in use on it.
        """,
        on=LearningDeliveryFAM,
        years=_years,
        reports=(LearnStartDate, LearnDelFAMType, LearnDelFAMCode),
    )


_COVID = ("368", "369")

for _years, _lists in spans_of_types("LearningDeliveryFAM"):
    _first_days: dict[date, list[str]] = {}
    for _code in _lists["LDM"]:
        if _code.valid_from is not None and _code.code not in _COVID:
            _first_days.setdefault(_code.valid_from, []).append(_code.code)
    family_rule(
        "LearnDelFAMType_104",
        (LearnDelFAMType == "LDM")
        & any_of(
            *(
                LearnDelFAMCode.is_in(codes) & (LearnStartDate < day)
                for day, codes in _first_days.items()
            )
        )
        & ~has_fam("LDM", *_COVID),
        """The aim started before the first day on which its LDM code could be used.

        Aims with LDM 368 or 369 (Covid-19) are exempt. Codes whose first day is not on file are
        not looked at.
        Fix: correct the start date, or take the LDM code away.
        """,
        on=LearningDeliveryFAM,
        years=_years,
        reports=(LearnStartDate, LearnDelFAMType, LearnDelFAMCode),
    )


_INITIATIVES = ("370", "371", "372", "373")
"""The LDM codes that are called short term funding initiative 1 to 4."""


@rule(
    "LearnDelFAMType_83",
    on=LearningDeliveryFAM,
    years=since("2526"),
    reports=(LearningProvider.UKPRN, LearnStartDate, LearnDelFAMType, LearnDelFAMCode),
)
def initiative_not_agreed() -> Boolean:
    """The aim carries the LDM code of a short term initiative that did not fund the provider then.

    Codes 370 to 373 are such initiatives, and any other that the table of initiatives names. A
    provider's table may hold its own initiatives only, so these four need not be in it.
    Fix: correct the start date or the LDM code, or load the list of initiatives agreed with DfE.
    """
    of_code = short_term_funding.matching(LDMCode=LearnDelFAMCode)
    agreed = of_code.in_force(LearnStartDate).any(ukprn == short_term_funding.UKPRN)
    return (
        (LearnDelFAMType == "LDM") & (LearnDelFAMCode.is_in(_INITIATIVES) | of_code.any()) & ~agreed
    )


# -------------------- occurrences

_ONCE = ("SOF", "FFI", "EEF", "RES", "ADL", "ACL", "AFL", "ASL", "FLN")


@rule(
    "LearnDelFAMType_18",
    on=LearningDelivery,
    years=since("2526"),
    reports=(SOF, FFI, EEF),
)
def type_repeated() -> Boolean:
    """The aim has two records of a type that may be returned once.

    These are SOF, FFI, EEF, RES, ADL, ACL, AFL, ASL and FLN.
    Fix: keep the one record that is right.
    """
    return any_of(*(LearningDeliveryFAM.count(LearnDelFAMType == kind) > 1 for kind in _ONCE))


@rule("LearnDelFAMType_31", on=LearningDelivery, years=since("2526"), reports=(LDM,))
def too_many_ldm() -> Boolean:
    """The aim has more than six LDM records.

    Fix: keep the six that say what was funded.
    """
    return LearningDeliveryFAM.count(LearnDelFAMType == "LDM") > 6


@rule("LearnDelFAMType_77", on=LearningDelivery, years=since("2526"), reports=(DAM,))
def too_many_dam() -> Boolean:
    """The aim has more than six DAM records.

    Fix: keep the six that the devolved authority asked for.
    """
    return LearningDeliveryFAM.count(LearnDelFAMType == "DAM") > 6
