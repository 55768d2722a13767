"""Changes that wait for somebody: for now the ILR tracker of a verified record."""
