"""What was done in the application, by whom: events, and row history by triggers."""
