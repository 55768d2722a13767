"""Short ways to write learners with employment statuses."""

START = "2025-09-08"
"""The start of every aim of the bases of 2025-26."""

START_27 = "2026-09-07"
UNIT = {"base": "unit", "year": "2627"}

LEARNER = ["learner"]


def status(stat=10, day="2024-09-02", employer=100000029, agreement=None, **esm):
    """A status; monitoring as keywords, a list for several codes, None for what is left out."""
    rows = [
        {"ESMType": kind} if code is None else {"ESMType": kind, "ESMCode": code}
        for kind, codes in esm.items()
        for code in (codes if isinstance(codes, list) else [codes])
    ]
    row = {"DateEmpStatApp": day}
    if stat is not None:
        row["EmpStat"] = stat
    if employer:
        row["EmpId"] = employer
    if agreement:
        row["AgreemId"] = agreement
    return {**row, "EmploymentStatusMonitoring": rows} if rows else row


FULL = {"EII": 8, "LOE": 4}
OUT = status(11, employer=None, LOU=1)


def has(*statuses, aims=None, **fields):
    """A learner with these statuses."""
    patch = {"LearnerEmploymentStatus": list(statuses) or None, **fields}
    return [{**patch, "LearningDelivery": aims} if aims else patch]


def aim(number=1, **fields):
    """What differs on an aim of the base."""
    return {"AimSeqNumber": number, **fields}


def fam(kind, code, number=1, **fields):
    """An aim with one more record."""
    record = {"LearnDelFAMType": kind, "LearnDelFAMCode": code}
    return aim(number, **{"+LearningDeliveryFAM": [record]}, **fields)
