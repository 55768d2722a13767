"""The returns of the open years: when each closes and how ready the records are."""
