"""Reference data: LARS, postcodes, organisations and the tables that a provider keeps.

`tables` declares every table, `loaders` reads published and kept files, `store` keeps their
releases, `overrides` reads what a caller supplies for one run, and `use` gives the rules one frozen
set of tables. Only what is asked for is imported: `tables` and `use` do without Polars.
"""
