"""Which kinds of learner the provider has, and how many of each.

About 70 in 100 are apprentices. The kinds come round in a fixed order that keeps their shares in
any run of learners, so that a small file shows many kinds and a large one has the shares below.
"""

from collections.abc import Callable, Mapping
from functools import cache, partial
from random import Random
from types import MappingProxyType

from openilr.demo.adults import Adult, adult, higher, loan, private, tailored
from openilr.demo.apprenticeships import LEVEL_7_LIMITED, Fate, Story, apprentice
from openilr.demo.people import Identity
from openilr.demo.record import Row
from openilr.demo.setting import Setting
from openilr.demo.short_courses import bootcamp, unit
from openilr.demo.study import study_programme, t_level

Make = Callable[[Identity, Setting, Random], Row]

_YOUNG, _MIDDLE, _OLDER = (16, 18), (19, 24), (25, 58)

STORIES: Mapping[str, tuple[int, Story]] = MappingProxyType(
    {
        "apprentice 16-18, started": (42, Story(Fate.STARTED, _YOUNG)),
        "apprentice 19-24, started": (38, Story(Fate.STARTED, _MIDDLE)),
        "apprentice 25+, started": (40, Story(Fate.STARTED, _OLDER)),
        "apprentice 16-18, continuing": (50, Story(Fate.CONTINUING, _YOUNG)),
        "apprentice 19-24, continuing": (55, Story(Fate.CONTINUING, _MIDDLE)),
        "apprentice 25+, continuing": (60, Story(Fate.CONTINUING, _OLDER)),
        "apprentice with English or maths": (50, Story(Fate.CONTINUING, english_maths=1.0)),
        "apprentice, levels 4 to 6": (50, Story(Fate.CONTINUING, (18, 55), (4, 5, 6))),
        "apprentice, level 7": (14, Story(Fate.CONTINUING, (22, 55), (7,))),
        "apprentice, level 7 under the new age limit": (
            6,
            Story(Fate.STARTED, (20, 21), (7,), earliest=LEVEL_7_LIMITED),
        ),
        "foundation apprentice": (18, Story(Fate.STARTED, (16, 21), (2,), foundation=True)),
        "apprentice with learning support": (24, Story(Fate.CONTINUING, (16, 30), support=True)),
        "apprentice, care leaver": (10, Story(Fate.CONTINUING, (17, 23), care_leaver=True)),
        "apprentice with an EHC plan": (12, Story(Fate.CONTINUING, (16, 23), ehc_plan=True)),
        "apprentice, new price": (24, Story(Fate.CONTINUING, new_price=True)),
        "apprentice, new employer": (20, Story(Fate.CONTINUING, new_employer=True)),
        "apprentice, new standard": (8, Story(Fate.WITHDRAWN, levels=(3,), new_standard=True)),
        "apprentice, made redundant": (6, Story(Fate.CONTINUING, (18, 50), redundant=True)),
        "apprentice on the provider's own staff": (
            5,
            Story(Fate.CONTINUING, (18, 50), (3,), own_staff=True),
        ),
        "apprentice of a flexi-job agency": (5, Story(Fate.STARTED, flexi_job=True)),
        "apprentice, prior learning": (14, Story(Fate.STARTED, (21, 55), (3,), known_already=True)),
        "apprentice, employer pays a share": (28, Story(Fate.CONTINUING, (22, 55), payments=True)),
        "apprentice back from a break": (30, Story(Fate.RETURNED, levels=(2, 3, 4))),
        "apprentice on a break": (26, Story(Fate.PAUSED, levels=(2, 3, 4, 5))),
        "apprentice, withdrawn": (46, Story(Fate.WITHDRAWN, levels=(2, 3, 4))),
        "apprentice awaiting assessment": (36, Story(Fate.AWAITING, levels=(2, 3, 4, 5))),
        "apprentice, achieved": (60, Story(Fate.ACHIEVED, levels=(2, 3, 4, 5, 6))),
        "apprentice, not passed": (7, Story(Fate.FAILED)),
    }
)
"""The kinds of apprentice: how many in about 1,100 learners, and what makes the kind."""

_OTHERS: Mapping[str, tuple[int, Make]] = MappingProxyType(
    {
        **{
            f"adult skills, {kind}": (weight, partial(adult, kind))
            for kind, weight in (
                (Adult.CO_FUNDED, 44),
                (Adult.FULLY_FUNDED, 34),
                (Adult.ENTITLED_2, 18),
                (Adult.ENTITLED_3, 16),
                (Adult.FREE_COURSE, 14),
                (Adult.ENGLISH_MATHS, 40),
                (Adult.ESOL, 12),
                (Adult.DIGITAL, 8),
                (Adult.DEVOLVED, 10),
            )
        },
        "tailored learning": (30, tailored),
        "loan": (22, partial(loan, False)),
        "loan with bursary": (8, partial(loan, True)),
        "privately paid": (15, private),
        "higher education": (9, higher),
        "study programme": (26, partial(study_programme, False)),
        "study programme, high needs": (5, partial(study_programme, True)),
        "T Level": (10, t_level),
        "Skills Bootcamp": (24, bootcamp),
    }
)
_UNITS: Mapping[str, tuple[int, Make]] = {"apprenticeship unit": (14, unit)}


@cache
def kinds(year: str) -> Mapping[str, tuple[int, Make]]:
    """Every kind of learner of a year with its weight and what makes one."""
    apprentices: dict[str, tuple[int, Make]] = {
        name: (weight, partial(apprentice, story)) for name, (weight, story) in STORIES.items()
    }
    return MappingProxyType({**apprentices, **_OTHERS, **(_UNITS if year >= "2627" else {})})


@cache
def _round(year: str) -> tuple[str, ...]:
    """One whole round of the kinds: each as often as its weight, spread evenly."""
    weights = {name: weight for name, (weight, _) in kinds(year).items()}
    total = sum(weights.values())
    credit = dict.fromkeys(weights, 0)
    made: list[str] = []
    for _ in range(total):
        for name, weight in weights.items():
            credit[name] += weight
        chosen = max(credit, key=credit.__getitem__)
        credit[chosen] -= total
        made.append(chosen)
    return tuple(made)


def kind_of(year: str, number: int) -> str:
    """The kind of the learner with this number."""
    one_round = _round(year)
    return one_round[number % len(one_round)]
