"""How large an uploaded file may be, in each respect."""

MEGABYTE = 1024 * 1024

FILE_BYTES = 20 * MEGABYTE
PDF_PAGES = 300
IMAGE_PIXELS = 40_000_000

# An office file is a ZIP; honest ones stay far below these.
OFFICE_PARTS = 5_000
OFFICE_DIRECTORY_BYTES = 1 * MEGABYTE
OFFICE_UNPACKED_BYTES = 200 * MEGABYTE
OFFICE_PART_RATIO = 250
OFFICE_RATIO_FREE_BYTES = 1 * MEGABYTE
OFFICE_XML_BYTES = 4 * MEGABYTE
OFFICE_NESTED_DEPTH = 1

# The text of a story, with its tags.
PROSE_CHARACTERS = 60_000

# Code that may be attacked works in a child process with these limits.
CHILD_MEMORY_BYTES = 1024 * MEGABYTE
CHILD_CPU_SECONDS = 10
CHILD_WALL_SECONDS = 20

NAME_CHARACTERS = 120
