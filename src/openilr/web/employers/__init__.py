"""Employers of a provider's learners."""
