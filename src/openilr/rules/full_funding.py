"""The twelve rules that stop a claim for full funding (FFI 1): one table of limits.

A limit holds for a span of starts, a funding model, an age and a level of aim; what exempts an aim
is its own for each span. Where DfE's list names DD12 or DD21 beside DD28, or DD37 beside DD38, the
wider one holds all of the other and stands here alone.
Source: spec/rules/README.md sections 3 and 6 (60, 61, 65, 66, 79 and 80 print DD12 and DD21).
"""

from dataclasses import dataclass
from datetime import date

from openilr.derived.ages import age_at_start
from openilr.derived.employment import (
    is_on_active_benefits,
    is_on_benefits_for_full_funding,
    is_on_benefits_for_skills,
    is_unemployed_on_other_benefits,
)
from openilr.derived.fams import DAM, FFI, LDM, has_fam, is_restart
from openilr.derived.lars import (
    aim_level,
    has_basic_skills_type,
    has_category,
    is_devolved,
    is_english_or_maths_on_start,
    is_traineeship,
)
from openilr.derived.organisations import provider_has_legal_type
from openilr.derived.prior_attainment import prior_level_at_start
from openilr.derived.programmes import is_apprenticeship
from openilr.ilr.years import since
from openilr.language import Boolean, Expression, all_of, any_of, coalesce
from openilr.language.columns import (
    DateOfBirth,
    FundModel,
    LearnAimRef,
    LearningDelivery,
    LearningProvider,
    LearnStartDate,
    ProgType,
)
from openilr.rules.registry import family_rule

_BEFORE_AUGUST_2016 = LearnStartDate < date(2016, 8, 1)
_2016_17 = LearnStartDate.between(date(2016, 8, 1), date(2017, 7, 31))
_2017_TO_2020 = LearnStartDate.between(date(2017, 8, 1), date(2020, 7, 31))
_2020_TO_2024 = LearnStartDate.between(date(2020, 8, 1), date(2024, 7, 31))
_FROM_AUGUST_2024 = LearnStartDate >= date(2024, 8, 1)

_LEVEL_2 = ("2",)
_UP_TO_LEVEL_2 = ("E", "1", "2")
_19_TO_23, _24_OR_OVER = age_at_start.between(19, 23), age_at_start >= 24

_in_entitlement = has_category(37)
_has_level_2 = prior_level_at_start.is_in((4, 6, 7, 8, 9, 10, 97, 98))
_earns_above_threshold = ~has_fam("LDM", "391")

_everywhere = (is_restart, is_english_or_maths_on_start)
_adult = (*_everywhere, is_apprenticeship, has_fam("LDM", "034", "328"))
_steel = has_fam("LDM", "347")
_low_wage = has_fam("LDM", "363")
_devolved_exception = has_fam("DAM", "023")
_to_2017 = (*_adult, _steel, has_category(19), provider_has_legal_type("USDC"))
_2017_to_2020 = (
    *(*_adult, is_traineeship, is_on_benefits_for_full_funding),
    *(_steel, _low_wage, _devolved_exception),
)
_from_2020 = (*_adult, is_traineeship, is_on_active_benefits, _low_wage, _devolved_exception)
_digital = has_basic_skills_type(43, 44)


@dataclass(frozen=True, slots=True, eq=False)
class _Limit:
    """When full funding is refused.

    Attributes:
        starts: the starts it holds for.
        who: age, level and the like, as far as this limit asks for them.
        exempt: each of these lets the aim be.
        summary, detail: what people read.
        shows: values reported beside those of every limit.
    """

    id: str
    starts: Boolean
    FundModel: int
    who: tuple[Boolean, ...]
    exempt: tuple[Boolean, ...]
    summary: str
    detail: str
    shows: tuple[Expression, ...] = (LDM, DAM)


_LIMITS = (
    _Limit(
        "LearnDelFAMType_57",
        _BEFORE_AUGUST_2016,
        35,
        (_24_OR_OVER, aim_level.is_in(_UP_TO_LEVEL_2)),
        (*_to_2017, is_on_benefits_for_skills, is_unemployed_on_other_benefits),
        "Full funding is claimed for a learner of 24 or over on an aim of level 2 or below.",
        "For adult skills aims started before August 2016. Apprenticeships, English and maths, "
        "restarts, trade union aims, learners on benefits, specialist designated colleges and LDM "
        "034, 328 and 347 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_60",
        _2016_17,
        35,
        (_24_OR_OVER, aim_level.is_in(_UP_TO_LEVEL_2)),
        (*_to_2017, is_on_benefits_for_full_funding),
        "Full funding is claimed for a learner of 24 or over on an aim of level 2 or below.",
        "For adult skills aims started from August 2016 to July 2017. Apprenticeships, English "
        "and maths, restarts, trade union aims, learners on benefits, specialist designated "
        "colleges and LDM 034, 328 and 347 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_61",
        _2017_TO_2020,
        35,
        (_19_TO_23, aim_level.is_in(_LEVEL_2), ~_in_entitlement),
        _2017_to_2020,
        "Full funding is claimed for a learner of 19 to 23 on a level 2 aim outside the "
        "entitlement.",
        "For adult skills aims started from August 2017 to July 2020. Apprenticeships, "
        "traineeships, English and maths, restarts, learners on benefits, LDM 034, 328, 347 and "
        "363 and DAM 023 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_65",
        _2017_TO_2020,
        35,
        (_19_TO_23, aim_level.is_in(_UP_TO_LEVEL_2), _has_level_2),
        _2017_to_2020,
        "Full funding is claimed up to level 2 for a learner of 19 to 23 who has a level 2 "
        "already.",
        "For adult skills aims started from August 2017 to July 2020; the latest prior "
        "attainment dated on or before the start counts. Apprenticeships, traineeships, English "
        "and maths, restarts, learners on benefits, LDM 034, 328, 347 and 363 and DAM 023 are "
        "exempt.",
        (LDM, DAM, prior_level_at_start),
    ),
    _Limit(
        "LearnDelFAMType_66",
        _2017_TO_2020,
        35,
        (_24_OR_OVER, aim_level.is_in(_UP_TO_LEVEL_2)),
        _2017_to_2020,
        "Full funding is claimed for a learner of 24 or over on an aim of level 2 or below.",
        "For adult skills aims started from August 2017 to July 2020. Apprenticeships, "
        "traineeships, English and maths, restarts, learners on benefits, LDM 034, 328, 347 and "
        "363 and DAM 023 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_79",
        _2020_TO_2024,
        35,
        (_19_TO_23, aim_level.is_in(_LEVEL_2), ~_in_entitlement),
        (*_from_2020, _steel, has_basic_skills_type(43)),
        "Full funding is claimed for a learner of 19 to 23 on a level 2 aim outside the "
        "entitlement.",
        "For adult skills aims started from August 2020 to July 2024. Apprenticeships, "
        "traineeships, English, maths and essential digital skills, restarts, learners on active "
        "benefits, LDM 034, 328, 347 and 363 and DAM 023 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_80",
        _2020_TO_2024,
        35,
        (_19_TO_23, aim_level.is_in(_UP_TO_LEVEL_2), _has_level_2),
        (*_from_2020, _steel, _digital),
        "Full funding is claimed up to level 2 for a learner of 19 to 23 who has a level 2 "
        "already.",
        "For adult skills aims started from August 2020 to July 2024; the latest prior "
        "attainment dated on or before the start counts. Apprenticeships, traineeships, English, "
        "maths and digital skills, restarts, learners on active benefits, LDM 034, 328, 347 and "
        "363 and DAM 023 are exempt.",
        (LDM, DAM, prior_level_at_start),
    ),
    _Limit(
        "LearnDelFAMType_81",
        _2020_TO_2024,
        35,
        (_24_OR_OVER, aim_level.is_in(_UP_TO_LEVEL_2)),
        (*_from_2020, _digital),
        "Full funding is claimed for a learner of 24 or over on an aim of level 2 or below.",
        "For adult skills aims started from August 2020 to July 2024. Apprenticeships, "
        "traineeships, English, maths and digital skills, restarts, learners on active benefits, "
        "LDM 034, 328 and 363 and DAM 023 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_122",
        _FROM_AUGUST_2024,
        38,
        (_19_TO_23, aim_level.is_in(_LEVEL_2), ~_in_entitlement, _earns_above_threshold),
        (*_everywhere, _devolved_exception),
        "Full funding is claimed for a learner of 19 to 23 on a level 2 aim outside the "
        "entitlement who earns above the threshold.",
        "For Adult Skills Fund aims started from August 2024. LDM 391 says that the learner earns "
        "less. English and maths, restarts and DAM 023 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_123",
        _FROM_AUGUST_2024,
        38,
        (_19_TO_23, aim_level.is_in(_UP_TO_LEVEL_2), ~_in_entitlement, _earns_above_threshold),
        (*_everywhere, _digital, is_devolved),
        "Full funding is claimed for a learner of 19 to 23 on an aim up to level 2 outside the "
        "entitlement who earns above the threshold.",
        "For Adult Skills Fund aims started from August 2024. LDM 391 says that the learner earns "
        "less. English, maths and digital skills, restarts and devolved funding are exempt.",
        (LDM,),
    ),
    _Limit(
        "LearnDelFAMType_124",
        _FROM_AUGUST_2024,
        38,
        (_24_OR_OVER, aim_level.is_in(_UP_TO_LEVEL_2), _earns_above_threshold),
        (*_everywhere, _digital, _devolved_exception),
        "Full funding is claimed up to level 2 for a learner of 24 or over who earns above the "
        "threshold.",
        "For Adult Skills Fund aims started from August 2024. LDM 391 says that the learner earns "
        "less. English, maths and digital skills, restarts and DAM 023 are exempt.",
    ),
    _Limit(
        "LearnDelFAMType_130",
        _FROM_AUGUST_2024,
        38,
        (_19_TO_23, _in_entitlement, _has_level_2, _earns_above_threshold),
        (*_everywhere, _digital, is_devolved),
        "Full funding is claimed on an entitlement aim for a learner of 19 to 23 who has a level "
        "2 already and earns above the threshold.",
        "For Adult Skills Fund aims started from August 2024; the latest prior attainment dated "
        "on or before the start counts. LDM 391 says that the learner earns less. English, maths "
        "and digital skills, restarts and devolved funding are exempt.",
        (LDM, prior_level_at_start),
    ),
)

for _limit in _LIMITS:
    family_rule(
        _limit.id,
        all_of(
            FundModel == _limit.FundModel,
            _limit.starts,
            has_fam("FFI", "1"),
            *_limit.who,
            ~coalesce(any_of(*_limit.exempt), False),
        ),
        f"{_limit.summary}\n\n{_limit.detail}\n"
        "Fix: claim co-funding (FFI 2), or record what entitles the learner to full funding.",
        on=LearningDelivery,
        years=since("2526"),
        reports=(
            LearningProvider.UKPRN,
            *(DateOfBirth, LearnAimRef, LearnStartDate, FundModel, ProgType, FFI),
            *_limit.shows,
        ),
    )
