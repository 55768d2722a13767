"""Invented reports of a check, for tests of the outputs and of what calls them.

`file_report()` has 30 learners with 15 rules of every kind that matters to an output;
`large_report(findings=...)` has as many findings as asked; `clean_report()` has none. Nobody in
them exists.
"""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import polars as pl

from openilr.findings import FINDINGS, NOT_RUN, no_findings
from openilr.ilr.message import Header
from openilr.pipeline.report import (
    AIM_DETAILS,
    COUNTS,
    LEARNER_DETAILS,
    FileReport,
    RuleText,
)

FILE = "returns/ILR-90000117-2627-20261120-171203-01.xml"

FAMILY_NAMES = ("Ashdown", "Bexley", "Carrow", "Dunmore", "Ettrick", "Fenwick", "Głąb", "O'Hare")
GIVEN_NAMES = ("Ada", "Bryn", "Carys", "Dev", "Esi", "Finn", "Zoë")

HOSTILE = "</script></td><img src=x onerror=document.title='taken'><b>\"'&"
"""A value that would run in a careless page."""

TEXTS = {
    text.rule: text
    for text in (
        RuleText(
            "Filename_8",
            "W",
            "The date in the file's name is not the date on which it was prepared.",
            fix="name the file again when it is exported",
            ours=False,
        ),
        RuleText(
            "EPAOrgID_02",
            "E",
            "An assessment price is recorded without an assessment organisation.",
            "The price of the assessment is only paid when somebody has agreed to make it. The "
            "organisation is looked for on the aim that carries the price.",
            "enter the organisation that will assess the apprentice, or remove the assessment "
            "price if none has been agreed.",
            ("LearningDelivery.EPAOrgID", "AppFinRecord.AFinType", "AppFinRecord.AFinCode"),
        ),
        RuleText(
            "ULN_04",
            "E",
            "The ULN fails its check digit.",
            "",
            "look the learner up in the Learning Records Service and copy the number.",
            ("Learner.ULN",),
        ),
        RuleText(
            "LearnActEndDate_01",
            "E",
            "The aim ended before it started.",
            "",
            "correct the actual end date, or the start date if that is the wrong one.",
            ("LearningDelivery.LearnStartDate", "LearningDelivery.LearnActEndDate"),
        ),
        RuleText(
            "FD_PostcodePrior_AL",
            "E",
            "The postcode before enrolment is longer than the field allows.",
            "A field check: while it fails, DfE runs no other rule on the learner.",
            "shorten it to 8 characters.",
            ("Learner.PostcodePrior",),
        ),
        RuleText(
            "EmpStat_12",
            "W",
            "An apprentice is not in paid employment when the programme starts.",
            "",
            "check the employment status on the start date.",
            ("LearnerEmploymentStatus.EmpStat", "LearningDelivery.LearnStartDate"),
        ),
        RuleText(
            "OpenILR_Duplicate",
            "W",
            "Two aims of the learner are the same in every field.",
            "",
            "remove one of them.",
            ("LearningDelivery.LearnAimRef",),
            ours=True,
        ),
    )
}
"""R_20 fires too and has no text, as a rule without one must still be shown."""

Pair = tuple[str, str | None]
Row = tuple[str, int | None, int | None, str | None, int | None, int, list[Pair]]


def _reference(learner: int) -> str:
    return f"FT26{1000 + learner * 7}"


def _line(learner: int) -> int:
    return 40 + learner * 95


def _of_aim(rule: str, learner: int, number: int, pairs: list[Pair]) -> Row:
    aim = learner * 3 + number - 1
    return rule, learner, aim, _reference(learner), number, _line(learner) + 20 * number, pairs


def _rows() -> list[Row]:
    """(rule, learner, aim, reference, aim number, line, pairs): 30 learners of three aims each."""
    rows: list[Row] = [
        ("Filename_8", None, None, None, None, 4, [("FilePreparationDate", "2026-11-20")])
    ]
    for learner in range(30):
        reference, line = _reference(learner), _line(learner)

        of_learner: list[Row] = []
        if learner % 6 == 0:
            of_learner.append(
                (
                    "ULN_04",
                    learner,
                    None,
                    reference,
                    None,
                    line,
                    [("ULN", f"99000001{learner:02d}")],
                )
            )
        if learner == 3:
            of_learner.append(
                (
                    "FD_PostcodePrior_AL",
                    learner,
                    None,
                    reference,
                    None,
                    line,
                    [("PostcodePrior", HOSTILE)],
                )
            )
        rows += sorted(of_learner)
        if learner % 4 == 1:
            pairs: list[Pair] = [("EPAOrgID", None), ("AFinType", "TNP"), ("AFinCode", "2")]
            rows.append(_of_aim("EPAOrgID_02", learner, 1, pairs))
        if learner % 5 == 2:
            rows.append(
                _of_aim(
                    "EmpStat_12", learner, 1, [("EmpStat", "11"), ("LearnStartDate", "2026-09-07")]
                )
            )
        if learner % 10 == 4:
            dates: list[Pair] = [
                ("LearnStartDate", "2026-09-07"),
                ("LearnActEndDate", "2026-08-31"),
            ]
            rows.append(_of_aim("LearnActEndDate_01", learner, 2, dates))
        if learner == 7:
            rows.append(_of_aim("OpenILR_Duplicate", learner, 2, [("LearnAimRef", "60350148")]))
            rows.append(_of_aim("OpenILR_Duplicate", learner, 3, [("LearnAimRef", "60350148")]))
        if learner == 9:
            rows.append(
                _of_aim("R_20", learner, 3, [("LearnAimRef", "ZPROG001"), ("LearnAimRef", "=1+1")])
            )
    return rows


def _findings(
    rows: list[Row], severities: dict[str, str], messages: dict[str, str]
) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "rule": rule,
                "severity": severities.get(rule, "E"),
                "learner": learner,
                "aim": aim,
                "LearnRefNumber": reference,
                "AimSeqNumber": number,
                "line": line,
                "fields": [{"name": name, "value": value} for name, value in pairs],
                "message": messages.get(rule, f"{rule} failed."),
            }
            for rule, learner, aim, reference, number, line, pairs in rows
        ],
        schema=FINDINGS,
    )


def _not_run() -> pl.DataFrame:
    lars = "LARS's learning deliveries are not in the reference store."
    service = "The provider's apprenticeship service account is not on file."
    return pl.DataFrame(
        [
            *(
                {"rule": f"LearnAimRef_{n}", "reason": lars, "table": "lars_learning_delivery"}
                for n in range(70, 92)
            ),
            {
                "rule": "ULN_05",
                "reason": "The Learner Register is not in the reference store.",
                "table": "learner_register",
            },
            *({"rule": f"UKPRN_{n}", "reason": service, "table": None} for n in (31, 32, 33)),
        ],
        schema=NOT_RUN,
    )


def file_report(file: str = FILE, *, year: str = "2627") -> FileReport:
    """A report with errors, warnings, a finding of the file, hostile values and rules not run."""
    findings = _findings(
        _rows(),
        {rule: text.severity for rule, text in TEXTS.items()},
        {rule: text.summary for rule, text in TEXTS.items()},
    )
    learners = findings["learner"].drop_nulls().unique().sort()
    aims = findings.filter(pl.col("aim").is_not_null()).unique("aim").sort("aim")
    return FileReport(
        file=file,
        year=year,
        return_period=4,
        as_at=date(2026, 11, 23),
        made_at=datetime(2026, 11, 23, 9, 41, 12, tzinfo=ZoneInfo("Europe/London")),
        header=Header(
            Collection="ILR",
            Year=year,
            FilePreparationDate=date(2026, 11, 20),
            UKPRN=90000117,
            SoftwareSupplier="Invented Systems",
            provider_UKPRN=90000117,
        ),
        size_bytes=2_412_345,
        sha256="9f3c07e2" + "0" * 52 + "a1d0",
        learners=30,
        aims=90,
        findings=findings,
        not_run=_not_run(),
        rules_run=817,
        texts=TEXTS,
        learner_details=pl.DataFrame(
            [
                {
                    "learner": n,
                    "LearnRefNumber": _reference(n),
                    "ULN": 9900000100 + n,
                    "FamilyName": "=cmd|'/c calc'!A1" if n == 6 else FAMILY_NAMES[n % 8],
                    "GivenNames": GIVEN_NAMES[n % 7],
                    "ProvSpecLearnMon_A": "-1 North" if n == 1 else "North",
                    "ProvSpecLearnMon_B": None,
                }
                for n in learners
            ],
            schema=LEARNER_DETAILS,
        ),
        aim_details=pl.DataFrame(
            [
                {
                    "aim": row["aim"],
                    "learner": row["learner"],
                    "AimSeqNumber": row["AimSeqNumber"],
                    "LearnAimRef": "ZPROG001" if row["AimSeqNumber"] == 1 else "60350148",
                    "SWSupAimId": f"aim-{row['aim']:04d}",
                    "FundModel": 36,
                    "PartnerUKPRN": 90000206 if row["learner"] % 2 else None,
                    "ProvSpecDelMon_A": "Cohort 3",
                    "ProvSpecDelMon_B": None,
                    "ProvSpecDelMon_C": None,
                    "ProvSpecDelMon_D": "+44",
                }
                for row in aims.iter_rows(named=True)
            ],
            schema=AIM_DETAILS,
        ),
        counts=pl.DataFrame(
            [
                {"group": "all", "learners": 30, "invalid": 16, "warned": 5},
                {"group": "36", "learners": 26, "invalid": 14, "warned": 4},
                {"group": "38", "learners": 6, "invalid": 3, "warned": 1},
            ],
            schema=COUNTS,
        ),
        timings={"read": 0.041, "field checks": 0.012, "rules": 0.257},
    )


def clean_report(file: str = "clean.xml") -> FileReport:
    """A report of a file in which every rule ran and nothing was found."""
    return replace(
        file_report(file),
        findings=no_findings(),
        not_run=pl.DataFrame(schema=NOT_RUN),
        learner_details=pl.DataFrame(schema=LEARNER_DETAILS),
        aim_details=pl.DataFrame(schema=AIM_DETAILS),
        counts=pl.DataFrame(
            [{"group": "all", "learners": 30, "invalid": 0, "warned": 0}], schema=COUNTS
        ),
    )


def large_report(findings: int, *, rules: int = 120, file: str = "large.xml") -> FileReport:
    """A report of as many findings, spread unevenly over as many rules; one finding a learner and
    aim."""
    row = pl.int_range(findings, dtype=pl.UInt32, eager=True).alias("learner")
    # The square spreads them so that the first rules have many findings and the last have few.
    rule = (pl.col("learner") * 2654435761 % 10_007 / 10_007) ** 2 * rules
    frame = pl.DataFrame(row).select(
        pl.format("Field_{}", rule.cast(pl.Int32)).alias("rule"),
        pl.when(rule.cast(pl.Int32) % 4 == 0)
        .then(pl.lit("W"))
        .otherwise(pl.lit("E"))
        .alias("severity"),
        "learner",
        pl.col("learner").alias("aim"),
        pl.format("L{}", pl.col("learner") + 100_000).alias("LearnRefNumber"),
        pl.lit(1, pl.Int32).alias("AimSeqNumber"),
        (pl.col("learner") * 60 + 30).alias("line"),
        pl.concat_list(
            pl.struct(pl.lit("LearnStartDate").alias("name"), pl.lit("2026-09-07").alias("value")),
            pl.struct(
                pl.lit("LearnAimRef").alias("name"), pl.format("6{}", "learner").alias("value")
            ),
        ).alias("fields"),
        pl.lit("The value stands outside what the rule allows.").alias("message"),
    )
    texts = {
        f"Field_{n}": RuleText(
            f"Field_{n}",
            "W" if n % 4 == 0 else "E",
            "The value stands outside what the rule allows.",
            "",
            "correct the value.",
        )
        for n in range(rules)
    }
    return replace(
        file_report(file),
        learners=findings,
        aims=findings,
        findings=frame.cast(dict(FINDINGS)).select(FINDINGS.names()),
        texts=texts,
        learner_details=frame.select(
            "learner",
            "LearnRefNumber",
            (pl.col("learner").cast(pl.Int64) + 9_900_000_000).alias("ULN"),
            pl.lit("Ashdown").alias("FamilyName"),
            pl.lit("Ada").alias("GivenNames"),
            pl.lit(None, pl.String).alias("ProvSpecLearnMon_A"),
            pl.lit(None, pl.String).alias("ProvSpecLearnMon_B"),
        ).cast(dict(LEARNER_DETAILS)),
        aim_details=pl.DataFrame(schema=AIM_DETAILS),
    )
