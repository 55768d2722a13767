"""The invented employers."""

from dataclasses import dataclass

from openilr.demo.chance import generator
from openilr.demo.places import POSTCODES
from openilr.ilr.identifiers import UNKNOWN_EMPLOYER, invented_employer_id

_FIRST = (
    "Alderway", "Bright Harbour", "Copperfield", "Dunmere", "Eastmoor", "Fernhill", "Greenlane",
    "Hartwell", "Ironbridge Row", "Juniper", "Kestrel", "Longmeadow", "Millbrook", "Northgate",
    "Oakhaven", "Pinewood", "Quayside", "Redbarn", "Stonecroft", "Thornfield", "Uplands",
    "Valewood", "Whitcombe", "Yarrow", "Zealby",
)  # fmt: skip
_SECOND = (
    "Care", "Joinery", "Foods", "Engineering", "Logistics", "Nursery", "Dental", "Motors",
    "Hospitality", "Construction", "Retail", "Digital", "Housing", "Farms",
)  # fmt: skip
_LETTERS = "BCDFGHJKLMNPRSTVWXY"


@dataclass(frozen=True, slots=True)
class Employer:
    """One invented employer.

    Attributes:
        EmpId: nine digits with a right check digit, or 999999999 where it has no number.
        AgreemId: its agreement in the apprenticeship service; the same for its whole account.
        small: whether it has fewer than 50 staff.
        co_invests: whether it pays its share of the price straight to the provider.
        flexi_job: whether it is a flexi-job apprenticeship agency.
    """

    EmpId: int
    name: str
    AgreemId: str
    postcode: str
    small: bool = False
    co_invests: bool = False
    flexi_job: bool = False


def _invent(count: int) -> tuple[Employer, ...]:
    rng = generator("employers")
    names = [f"{a} {b}" for a in _FIRST for b in _SECOND]
    rng.shuffle(names)
    made: list[Employer] = []
    for place, name in enumerate(names[:count]):
        small = place % 5 in (0, 1, 2)
        made.append(
            Employer(
                EmpId=UNKNOWN_EMPLOYER if place % 40 == 39 else invented_employer_id(place),
                name=f"{name} {'Ltd' if small else 'plc'}",
                AgreemId="".join(
                    rng.choice(_LETTERS if i % 2 == 0 else "23456789") for i in range(6)
                ),
                postcode=rng.choice(POSTCODES),
                small=small,
                co_invests=place % 5 in (0, 1),
                flexi_job=place % 60 == 59,
            )
        )
    return tuple(made)


EMPLOYERS = _invent(180)
"""All of them; the provider itself is not among them."""

OWN_STAFF = Employer(invented_employer_id(899), "Fernhill Training", "F7H2T9", POSTCODES[0])
"""The provider as the employer of its own apprentices."""
