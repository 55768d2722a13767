"""Findings: what a check reports, as one table.

Every check (file, field, rule, and our own) answers with rows of this shape; the outputs read no
other.
"""

import polars as pl

FINDINGS = pl.Schema(
    {
        "rule": pl.String,
        "severity": pl.String,  # "E" takes the learner out of the valid set, "W" does not
        "learner": pl.UInt32,  # key of the learner in the file; null for the file as a whole
        "aim": pl.UInt32,  # key of the aim; null for a learner-level finding
        "LearnRefNumber": pl.String,
        "AimSeqNumber": pl.Int32,
        "line": pl.UInt32,  # where the reported row opens in the source; null if unknown
        "fields": pl.List(pl.Struct({"name": pl.String, "value": pl.String})),
        "message": pl.String,
    }
)
"""`fields` holds the reported values as text: dates ISO, absent values null."""

NOT_RUN = pl.Schema({"rule": pl.String, "reason": pl.String, "table": pl.String})
"""Rules that could not run: why, in words, and the reference table waited for (null if it is
something else).
"""


def no_findings() -> pl.DataFrame:
    """A findings table without rows."""
    return pl.DataFrame(schema=FINDINGS)
