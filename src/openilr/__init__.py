"""OpenILR: keep, check, explain and return Individualised Learner Records."""

__version__ = "0.1.0"
