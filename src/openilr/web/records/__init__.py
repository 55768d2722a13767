"""The learner's record: versions, assessment, ILR status, import, history."""
