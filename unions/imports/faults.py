"""A fault of a sheet: where it stands, what was written there, what to do."""

from dataclasses import dataclass

from unions.errors import Sentence

SHOWN = 40


@dataclass(frozen=True, slots=True)
class LineFault:
    """`line` is the file's own 1-based number, `column` the header as written."""

    line: int
    column: str
    value: str
    message: Sentence

    @property
    def shown_value(self) -> str:
        """The value, cut where it's long."""
        return self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
