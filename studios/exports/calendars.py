"""A site meeting as a calendar entry (RFC 5545), written by hand: one event, lines folded at 75 bytes."""

from datetime import UTC, timedelta

from studios.ui.stories import StoryView
from unions import clock

MIME = "text/calendar; charset=utf-8"
LONGEST = 75


def escaped(text: str) -> str:
    """A value: backslash, semicolon, comma and line ends are marked."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> str:
    """A line in pieces of at most 75 bytes that never tear a character."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > LONGEST:
            pieces.append(piece)
            piece = " "
        piece += character
    return "\r\n".join([*pieces, piece])


def calendar_entry(view: StoryView, *, url: str, host: str) -> bytes:
    """The whole day of the meeting, with place, programme and the address of its page."""
    story, meeting = view.story, view.meeting
    if meeting is None:
        raise ValueError(story)
    programme = [
        f"{talk.starts_at:%H:%M} {talk.title}" if talk.starts_at else talk.title for talk, _url in view.programme
    ]
    changed = story.corrected_at or story.published_at or clock.now()
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lingxian//Site meetings//EN",
        "BEGIN:VEVENT",
        f"UID:story-{story.pk}@{host}",
        f"DTSTAMP:{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{meeting.held_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{meeting.held_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(story.title)}",
        f"LOCATION:{escaped(meeting.place)}",
        "DESCRIPTION:" + escaped("\n".join([*programme, url])),
        f"URL:{url}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()
