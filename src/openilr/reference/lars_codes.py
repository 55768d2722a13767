"""Codes of LARS columns that several rooms read."""

ESOL = (36, 37, 38, 39, 40, 41, 42)
"""The BasicSkillsType of ESOL qualifications and units."""
