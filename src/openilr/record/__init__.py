"""The learner's record that we keep: independent of a year, with every version; a year's ILR is a
projection of it.

Nothing here imports Polars when it is loaded, nor reads a clock: it runs on every save.
"""
