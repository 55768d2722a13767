"""Invented people: names, identifiers, addresses and what they say of themselves.

Identifiers are of the right form and invented: ULNs begin with 90; NI numbers have the prefix ZZ,
which is given to nobody; telephone numbers are those that Ofcom keeps for drama; e-mail addresses
end in example.com.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from openilr.demo.chance import day_between, days, happens, weighted
from openilr.demo.places import POSTCODES, street, town
from openilr.demo.record import Row
from openilr.ilr.dates import add_months, add_years, school_leaving_date
from openilr.ilr.identifiers import invented_ni_number, uln_check_digit

GIVEN = {
    "F": (
        "Aaliyah", "Abigail", "Adaeze", "Aisling", "Amélie", "Amina", "Anaïs", "Anya", "Beatriz",
        "Bethan", "Bronwen", "Carys", "Chantelle", "Chloé", "Ciara", "Daisy", "Divya", "Elif",
        "Emma-Jane", "Eszter", "Fatima", "Freya", "Gráinne", "Grace", "Hannah", "Hawa", "Imogen",
        "Ines", "Isla", "Jasmine", "Jodie", "Kayleigh", "Keira", "Lakshmi", "Leanne", "Lucía",
        "Małgorzata", "Maryam", "Megan", "Mei", "Naomi", "Ngozi", "Niamh", "Olga", "Phoebe",
        "Priya", "Renée", "Rhiannon", "Sadia", "Siân", "Siobhán", "Sofía", "Tegan", "Thandiwe",
        "Uzma", "Violet", "Wioletta", "Yasmin", "Zoë", "Zuzanna",
    ),
    "M": (
        "Aarav", "Adam", "Ahmed", "Aidan", "André", "Ashok", "Bartosz", "Ben", "Bogdan", "Callum",
        "Chidi", "Connor", "Cristóbal", "Daniel", "Deniz", "Dylan", "Eoin", "Ethan", "Farhan",
        "François", "Gareth", "George", "Hamza", "Harry", "Håkon", "Ibrahim", "Idris", "Jack",
        "Jakub", "Jamal", "Jean-Luc", "José", "Kieran", "Kwame", "Lee", "Liam", "Łukasz", "Marek",
        "Matteo", "Mohammed", "Nathan", "Nikolai", "Oisín", "Oliver", "Owen", "Pádraig", "Pedro",
        "Qasim", "Rhys", "Ryan", "Samuel", "Seán", "Søren", "Tariq", "Thomas", "Tomáš", "Usman",
        "Vikram", "Wei", "Yusuf",
    ),
}  # fmt: skip
FAMILY = (
    "Abebe", "Adeyemi", "Ahmed", "Ali", "Allen", "Andersson", "Ashworth", "Baker", "Barnes",
    "Begum", "Bennett", "Blackwood", "Boateng", "Brennan", "Brown", "Carter", "Castañeda", "Chan",
    "Chowdhury", "Clarke", "Cooper", "Costa", "Cox", "Dąbrowski", "D'Souza", "Davies", "De la Cruz",
    "Dixon", "Doherty", "Edwards", "Ekström", "Ellis", "Evans", "Farrell", "Fernández", "Fletcher",
    "Fofanah", "Foster", "García", "Ghebreyesus", "Gibson", "Green", "Griffiths", "Guerrero",
    "Hall", "Harrison", "Hassan", "Holt", "Hughes", "Hussain", "Ibrahim", "Iqbal", "Islam",
    "Jackson", "James", "Jankauskas", "Jones", "Kapoor", "Kaur", "Kelly", "Khan", "Kowalczyk",
    "Kozłowska", "Lambert", "Lee", "Lewandowski", "Lewis", "López", "MacDonald", "Mahmood",
    "Mbeki", "McCarthy", "Mensah", "Miah", "Mitchell", "Moore", "Morgan", "Müller", "Murphy",
    "Ncube", "Nguyễn", "Nowak", "Núñez", "O'Brien", "O'Connor", "Okafor", "Okonkwo", "Osei",
    "Owen", "Parker", "Patel", "Pereira", "Phillips", "Popescu", "Price", "Rahman", "Reid",
    "Richards", "Roberts", "Rossi", "Şahin", "Saunders", "Schäfer", "Shah", "Sharma", "Sidhu",
    "Silva", "Singh", "Smith", "Smith-Okoro", "Sørensen", "Stewart", "Szabó", "Taylor", "Thomas",
    "Turner", "Usman", "Varga", "Wade", "Walker", "Wang", "Ward", "Watson", "White", "Williams",
    "Wood", "Wright", "Wójcik", "Yeo", "Yıldız", "Young", "Zając", "Zhang", "Žukauskas",
)  # fmt: skip

_ETHNICITIES: tuple[tuple[int, int], ...] = (
    (31, 560), (32, 8), (33, 3), (34, 70), (35, 16), (36, 7), (37, 14), (38, 10), (39, 40),
    (40, 55), (41, 22), (42, 6), (43, 25), (44, 60), (45, 15), (46, 9), (47, 10), (98, 20),
    (99, 20),
)  # fmt: skip
_DIFFICULTIES = (4, 5, 6, 8, 9, 9, 9, 10, 12, 12, 12, 12, 13, 14, 14, 17, 93, 94, 95, 96, 97)


def uln(seed: int, number: int) -> int:
    """The ULN of a learner: different for each number up to eight million, beginning with 90."""
    block, place = divmod(number, 1_000_000)
    six = (place * 700_001 + seed * 104_729 + 271_828) % 1_000_000
    # One of the ten last digits at most leaves a remainder of nought, so nine are always left.
    usable = [
        (nine, check)
        for last in range(10)
        if (check := uln_check_digit(nine := 900_000_000 + six * 10 + last)) is not None
    ]
    nine, check = usable[(block + place) % len(usable)]
    return nine * 10 + check


def learner_reference(number: int) -> str:
    """The provider's own reference of a learner."""
    return f"FT{number + 1:07d}"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the learner is within the demo: what their reference and their ULN are made from."""

    seed: int
    number: int


def born_aged(rng: Random, on: date, youngest: int, oldest: int) -> date:
    """A birth date of somebody who is from `youngest` to `oldest` years old on a day."""
    return add_years(on, -rng.randint(youngest, oldest)) - timedelta(days=rng.randint(0, 360))


def may_be_apprenticed(born: date, start: date) -> bool:
    """Whether an apprenticeship may start on a day: after compulsory schooling has ended (rule
    DateOfBirth_48).
    """
    return start > school_leaving_date(born)


def _plain(text: str) -> str:
    """The letters of a name without accents, for an e-mail address."""
    spelt = text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ı", "i")
    ascii_only = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    return "".join(c for c in ascii_only.lower() if c.isalpha())


def person(
    who: Identity,
    rng: Random,
    born: date,
    *,
    home: tuple[str, ...] = POSTCODES,
    difficulty: bool | None = None,
    ni_number: bool = True,
    **fields: int | str | None,
) -> Row:
    """A Learner row with a name, an address and a difficulty or disability now and then.

    Args:
        difficulty: whether they have one; None leaves it to chance.
        fields: further fields of Learner.
    """
    sex = rng.choice("FM")
    given, family = rng.choice(GIVEN[sex]), rng.choice(FAMILY)
    postcode = rng.choice(home)
    prior = postcode if happens(rng, 0.8) else rng.choice(home)
    if difficulty is None:
        difficulty = happens(rng, 0.13)
    reference = learner_reference(who.number)
    row = Row(
        "Learner",
        {
            "LearnRefNumber": reference,
            "ULN": uln(who.seed, who.number),
            "FamilyName": family,
            "GivenNames": f"{given} {rng.choice(GIVEN[sex])}" if happens(rng, 0.15) else given,
            "DateOfBirth": born,
            "Ethnicity": weighted(rng, _ETHNICITIES),
            "Sex": sex,
            "LLDDHealthProb": 1 if difficulty else 9 if happens(rng, 0.02) else 2,
            "NINumber": invented_ni_number(rng.randrange(1_000_000)) if ni_number else None,
            "PostcodePrior": prior,
            "Postcode": postcode,
            "AddLine1": street(rng),
            "AddLine2": town(postcode),
            "AddLine3": "Fernshire" if happens(rng, 0.5) else None,
            "TelNo": f"07700900{rng.randrange(1000):03d}"
            if happens(rng, 0.8)
            else f"01632960{rng.randrange(1000):03d}",
            "Email": f"{_plain(given)}.{_plain(family)}.{who.number + 1}@example.com",
            **fields,
        },
    )
    if difficulty:
        main = rng.choice(_DIFFICULTIES)
        row.add("LLDDandHealthProblem", LLDDCat=main, PrimaryLLDD=1)
        other = rng.choice(_DIFFICULTIES)
        if other != main and happens(rng, 0.3):
            row.add("LLDDandHealthProblem", LLDDCat=other)
    row.add(
        "ProviderSpecLearnerMonitoring", ProvSpecLearnMonOccur="A", ProvSpecLearnMon=_tutor(rng)
    )
    row.add(
        "ProviderSpecLearnerMonitoring",
        ProvSpecLearnMonOccur="B",
        ProvSpecLearnMon=f"Cohort {rng.randint(1, 40):02d}",
    )
    return row


def _tutor(rng: Random) -> str:
    return f"Tutor {rng.randint(1, 60):02d}"


def prior_attainment(learner: Row, rng: Random, start: date, level: int) -> None:
    """Add what the learner had attained before the first start."""
    born = learner.day("DateOfBirth")
    earliest = min(add_months(born, 12 * 15 + 6), start - days(1))
    learner.add(
        "PriorAttain",
        PriorLevel=level,
        DateLevelApp=day_between(rng, max(earliest, start - days(2500)), start - days(1)),
    )


def prior_level(rng: Random, age: int, most: int = 10) -> int:
    """A likely PriorLevel, at most `most` in the order of the codes 1 to 10."""
    if age < 19:
        choices = ((1, 4), (2, 18), (3, 30), (4, 34), (5, 8), (6, 6))
    else:
        choices = ((2, 8), (3, 18), (4, 24), (5, 10), (6, 22), (7, 6), (8, 4), (9, 12), (10, 3))
    return min(weighted(rng, choices), most)


# -- employment ----------------------------------------------------------------------------------


def length_of_employment(months: float) -> int:
    """The LOE code of so many months in a job."""
    return 1 if months <= 3 else 2 if months <= 6 else 3 if months <= 12 else 4


def monitoring(status: Row, **codes: int) -> Row:
    """Add monitoring records to an employment status, by type."""
    for kind, code in codes.items():
        status.add("EmploymentStatusMonitoring", ESMType=kind, ESMCode=code)
    return status


def out_of_work(learner: Row, rng: Random, since: date, *, at_school: bool = False) -> Row:
    """Add a status of not being in paid work: at school, looking for work, or neither."""
    if at_school:
        status = learner.add("LearnerEmploymentStatus", EmpStat=12, DateEmpStatApp=since)
        return monitoring(status, PEI=1)
    if happens(rng, 0.7):
        status = learner.add("LearnerEmploymentStatus", EmpStat=11, DateEmpStatApp=since)
        monitoring(status, LOU=rng.choice((1, 1, 1, 2, 2, 3, 4, 5)))
    else:
        status = learner.add("LearnerEmploymentStatus", EmpStat=12, DateEmpStatApp=since)
    if happens(rng, 0.6):
        monitoring(status, BSI=rng.choice((1, 4, 4, 4, 4, 5, 6)))
    return status


def in_work(
    learner: Row,
    rng: Random,
    since: date,
    employer_id: int,
    *,
    months: float,
    full_time: bool = False,
) -> Row:
    """Add a status of being in paid work for so many months already."""
    status = learner.add(
        "LearnerEmploymentStatus", EmpStat=10, DateEmpStatApp=since, EmpId=employer_id
    )
    hours = rng.choice((7, 8, 8, 8)) if full_time else rng.choice((5, 6, 7, 8, 8))
    return monitoring(status, EII=hours, LOE=length_of_employment(months))


def before(rng: Random, start: date, fewest: int, most: int) -> date:
    """A day from `fewest` to `most` days before a start."""
    return start - days(rng.randint(fewest, most))
