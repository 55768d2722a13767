"""Adult skills: FM35 as its rulebase of 2020-21 works it out, and FM38 where its rates are given.

`value` is what an aim is worth, `skills` the months in which it is earned, `cap` the limit of a
year, `lines` the funding line.
"""
