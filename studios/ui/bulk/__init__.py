"""What may be done to many rows of a list at once: single actions that exist already, row by row, all or none."""
