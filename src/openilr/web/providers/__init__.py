"""Training providers (UKPRNs) of one installation and their tree of groups."""
