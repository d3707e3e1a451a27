"""What the state prescribes: one data file a form, and what it becomes."""
