"""Packages for the archive: names that every computer takes, sheets, and the ZIP that is written file by file."""
