"""The dates of a call as calendar entries, one for each stage that ends."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from studios.choices.calls import Stage
from studios.exports.calendars import escaped, folded
from studios.ui.guide import Guide, StageDate


def calendar_of_dates(guide: Guide, *, url: str, host: str) -> bytes:
    """Each date with the call's title and the address of its guide."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lingxian//Dates of calls//EN"]
    for row in guide.dates:
        lines += _entry(guide, row, url=url, host=host)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _entry(guide: Guide, row: StageDate, *, url: str, host: str) -> Iterator[str]:
    what = _("Filing until") if row.stage == Stage.DRAFT else _("%(stage)s until") % {"stage": row.stage.label}
    yield "BEGIN:VEVENT"
    yield f"UID:call-{guide.call.pk}-{row.stage.value}@{host}"
    yield f"DTSTAMP:{_instant(guide.call.opened_at or guide.call.opens_at)}"
    yield f"DTSTART:{_instant(row.due_at)}"
    yield f"SUMMARY:{escaped(f'{what}: {guide.call.title}')}"
    yield f"DESCRIPTION:{escaped(f'{guide.call.union} {url}')}"
    yield f"URL:{url}"
    yield "END:VEVENT"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
