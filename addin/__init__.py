"""The Excel add-in (not built yet)."""
