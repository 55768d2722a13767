"""Returns: who and what belongs in one, and why."""
