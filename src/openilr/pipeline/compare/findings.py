"""Which findings were cured and which are new."""

from collections.abc import Iterable

import polars as pl

from openilr.pipeline.compare.pairs import paired
from openilr.pipeline.compare.shapes import FINDINGS, shaped
from openilr.pipeline.compare.sides import Side


def findings(
    a: Side, b: Side, people: pl.DataFrame, aims: pl.DataFrame, left_out: Iterable[str]
) -> pl.DataFrame:
    """Shape FINDINGS, without the rules that are not to be compared."""
    pair = pl.concat_str(
        pl.element().struct.field("name"),
        pl.element().struct.field("value").fill_null(""),
        separator="=",
    )
    unasked = sorted(left_out)
    home = (
        pl.when(pl.col("b").is_null())
        .then(pl.lit("A"))
        .when(pl.col("a").is_null())
        .then(pl.lit("B"))
        .otherwise(pl.lit("both"))
    )

    def placed(side: Side, name: str) -> pl.DataFrame:
        who = people.select("who", learner_in=home, learner=name).drop_nulls("learner")
        which = aims.select("which", aim=name).drop_nulls("aim")
        return (
            side.findings.filter(~pl.col("rule").is_in(unasked))
            .with_row_index("row")
            .join(who, on="learner", how="left", maintain_order="left")
            .join(which, on="aim", how="left", maintain_order="left")
            .with_columns(
                of="rule", values=pl.col("fields").list.eval(pair).list.join("|").fill_null("")
            )
        )

    left, right = placed(a, "a"), placed(b, "b")
    pairs = paired(
        left, right, ["severity", "who", "which", "values"], [("severity", "who", "which")]
    )
    cured = left.join(pairs.select(row="a"), on="row", how="anti").with_columns(
        change=pl.lit("cured")
    )
    new = right.join(pairs.select(row="b"), on="row", how="anti").with_columns(change=pl.lit("new"))
    return pl.concat([shaped(part, FINDINGS) for part in (cured, new)])
