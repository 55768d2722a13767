"""Learners as lists and pages know them: a read model of the record's current version."""
