"""Small invented files in the shape of the published ones."""

import csv
import io
import zipfile
from pathlib import Path

from openilr.reference.tables import TABLES, Table

AIM = "9900001A"
ROWS: dict[str, list[dict[str, str]]] = {
    "LearningDelivery.csv": [
        {
            "LearnAimRef": "ZPROG001",
            "LearnAimRefTitle": "Programme aim",
            "LearnAimRefType": "9999",
            "NotionalNVQLevelv2": "X",
            "EffectiveFrom": "2015-08-01",
        },
        {
            "LearnAimRef": AIM,
            "LearnAimRefTitle": 'An aim, with a comma, a "quote"\nand two lines',
            "LearnAimRefType": "0005",
            "NotionalNVQLevelv2": "3",
            "EffectiveFrom": "2015-08-01",
            "SectorSubjectAreaTier2": "5.2",
            "FrameworkCommonComponent": "-2",
            "GuidedLearningHours": "120",
        },
    ],
    "AnnualValue.csv": [
        {"LearnAimRef": AIM, "BasicSkillsType": "01", "EffectiveFrom": "01/08/2015"},
    ],
    "Validity.csv": [
        {"LearnAimRef": AIM, "ValidityCategory": "Tailored_Learning", "StartDate": "2024-08-01"},
        {
            "LearnAimRef": AIM,
            "ValidityCategory": "ANY",
            "StartDate": "2015-08-01 00:00:00.000",
            "EndDate": "2027-07-31",
        },
    ],
    "LearningDeliveryCategory.csv": [
        {"LearnAimRef": AIM, "CategoryRef": "37", "EffectiveFrom": "2015-08-01"},
    ],
    "Standard.csv": [
        {"StandardCode": "9001", "Version": "1.0", "NotionalEndLevel": "3"},
    ],
    "ApprenticeshipFunding.csv": [
        {
            "ApprenticeshipType": "STD",
            "ApprenticeshipCode": "9001",
            "ProgType": "25",
            "PwayCode": "0",
            "CoreGovContributionCap": "9000.00000",
            "1618Incentive": "1000",
            "Duration": "18",
        },
    ],
    "Version.csv": [
        {"MajorNumber": "9", "MinorNumber": "0", "MaintenanceNumber": "0"},
        {"MajorNumber": "12", "MinorNumber": "0", "MaintenanceNumber": "1"},
    ],
    "DataGeneration.csv": [{"DataGeneratedOn": "24/09/2026 02:15:00"}],
}


def table_csv(table: Table, rows: list[dict[str, str]], *, without: str = "") -> bytes:
    """A table as the download writes it: every column, then the audit columns."""
    names = [c for c in table.names if c != without]
    audit = ["Created_On", "Created_By", "Modified_On", "Modified_By"]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, *audit])
    for row in rows:
        writer.writerow([*(row.get(n, "") for n in names), "2026-09-01", "x", "2026-09-01", "x"])
    return out.getvalue().encode()


def lars_files() -> dict[str, bytes]:
    """Every core file of the download, and some others."""
    return {
        t.file: table_csv(t, ROWS.get(t.file, []))
        for t in TABLES.values()
        if t.core or t.file in ROWS
    }


def lars_zip(path: Path, files: dict[str, bytes] | None = None) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (files or lars_files()).items():
            archive.writestr(name, data)
    return path
