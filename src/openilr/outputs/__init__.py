"""What people and other programs read of a run: terminal, HTML, XLSX, CSV, JSON Lines, Parquet."""
