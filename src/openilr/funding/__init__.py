"""Funding: what a learner earns, month by month, and the story of each amount.

`records` is the view of one learner that the calculations read, `reference` what they ask of LARS
and the other tables, `parameters` the values by date. `earnings` brings the funding models together
for one learner; nothing in this package imports Polars but `frames`, which does it for many.
"""
