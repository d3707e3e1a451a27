"""What must hold: the catalogue of rules, and how a form's relations become rules."""
