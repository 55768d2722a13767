"""ILR files: found, read into tables, and written."""
