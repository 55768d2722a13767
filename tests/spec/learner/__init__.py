"""Rules on the learner's own fields."""
