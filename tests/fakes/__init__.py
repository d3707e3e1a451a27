"""What stands in for programs and people that are not here."""
