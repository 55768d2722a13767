"""Invented postcodes: of a real form, in areas (beginning Q, V and X) that do not exist."""

from random import Random

from openilr.demo.chance import generator

DEVOLVED_SOF = "112"
"""The combined authority (LearnDelFAMType SOF) whose area one of the invented districts lies in."""

_TOWNS = {
    "QF1": "Fernhill",
    "QF2": "Fernhill",
    "QF3": "Upper Fernhill",
    "QF4": "Ashcombe",
    "QF5": "Ashcombe",
    "VY1": "Millbrook Vale",
    "VY2": "Millbrook Vale",
    "QD6": "Quarrydale",
    "XB14": "Zealby",
}
_DEVOLVED = {"QD6": "Quarrydale"}
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # all that the second part of a postcode may have


def _invent(outward: str, count: int) -> tuple[str, ...]:
    rng = generator("postcodes", outward)
    made: dict[str, None] = {}
    while len(made) < count:
        made[f"{outward} {rng.randint(1, 9)}{rng.choice(_LETTERS)}{rng.choice(_LETTERS)}"] = None
    return tuple(made)


POSTCODES = tuple(p for outward in _TOWNS if outward not in _DEVOLVED for p in _invent(outward, 30))
"""Postcodes outside the combined authority."""

DEVOLVED_POSTCODES = tuple(p for outward in _DEVOLVED for p in _invent(outward, 30))
"""Postcodes inside it."""

SITES = (POSTCODES[0], POSTCODES[31], POSTCODES[92], POSTCODES[151])
"""Where the provider teaches."""

_STREETS = (
    "Alder", "Beacon", "Canal", "Dyers", "Elm", "Foundry", "Granary", "Heron", "Ivy", "Juniper",
    "Kiln", "Larch", "Mill", "Nettle", "Orchard", "Priory", "Quarry", "Rowan", "Station", "Tannery",
    "Upper", "Vicarage", "Willow", "Yew",
)  # fmt: skip
_KINDS = ("Street", "Road", "Lane", "Close", "Avenue", "Way", "Terrace", "Court")


def town(postcode: str) -> str:
    """The invented town of an invented postcode."""
    return _TOWNS[postcode.split()[0]]


def street(rng: Random) -> str:
    """The first line of an address."""
    line = f"{rng.randint(1, 240)} {rng.choice(_STREETS)} {rng.choice(_KINDS)}"
    return f"Flat {rng.randint(1, 40)}, {line}" if rng.random() < 0.12 else line
