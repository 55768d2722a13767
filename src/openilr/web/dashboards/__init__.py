"""Today: what waits for this person, and the figures of the open return."""
