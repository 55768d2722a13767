"""Reference data: LARS, postcodes, organisations and the tables that a provider keeps.

`tables` declares every table, `loaders` reads published and kept files, `store` keeps their
releases, `overrides` reads what a caller gives for one run, and `supplied` hands the rules one
unchanging set of tables. `dated` and `lookups` choose the row that is valid on a day.
"""

from openilr.reference.supplied import NO_TABLES, Tables, tables_for

__all__ = ["NO_TABLES", "Tables", "tables_for"]
