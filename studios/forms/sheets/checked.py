"""An edited sheet that was handed in, from the check to the writing."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from studios.actions.attachments import full_path
from studios.actions.list_edits import apply_edits, write_later
from studios.actions.sheet_checks import keep_part, kept_part
from studios.forms.sheets.edited import Edited, compare
from studios.forms.sheets.handed import Columns, Handed, read_handed
from studios.forms.sheets.registers import Register
from studios.imports.sheets import is_long
from studios.models import Attachment
from unions.actions.job_results import Follow
from unions.models import Account

# Each row is written by its noun's own action: more take longer than somebody should wait.
MOST_AT_ONCE = 20


@dataclass
class CheckedSheet:
    """The rows that somebody touched are found once and kept; what becomes of them is asked of the register each time.

    A long sheet is read by the worker alone, who hears how far it is by `follow`.
    """

    register: Register
    columns: Columns
    upload: Attachment
    by: Account
    follow: Follow | None = None

    @cached_property
    def handed(self) -> Handed | None:
        """What the sheet says by itself; None where only the worker may read it and did not."""
        kept: Handed | None = kept_part(self.upload)
        if kept is not None:
            return kept
        content = full_path(self.upload).read_bytes()
        if self.follow is None and is_long(content):
            return None
        found = read_handed(self.register, self.columns, content, follow=self.follow)
        keep_part(self.upload, found)
        return found

    @property
    def is_many(self) -> bool:
        """Whether its rows are written by the worker."""
        return self.handed is not None and len(self.handed.touched) > MOST_AT_ONCE

    def compare(self, *, is_locked: bool = False) -> Edited:
        """What would become of it, as the register is now; `is_locked` holds the rows for whoever writes next."""
        if self.handed is None:
            raise ValueError(self.upload.pk)
        return compare(self.register, self.columns, self.handed, by=self.by, is_locked=is_locked)

    def write(self, seal: str) -> int:
        """Write all that was shown or nothing; answers how many cells."""
        facts = {"key": self.register.key, "union": self.upload.union, "source": self.upload.name}
        return apply_edits(lambda: self.compare(is_locked=True), seal=seal, by=self.by, **facts)

    def write_later(self, page: str, seal: str) -> int:
        """Let the worker write it: it sends `page` the seal. Answers the job."""
        return write_later(self.upload, page, urlencode({"seal": seal}), by=self.by)
