"""Adds, removes and moves rows of a page in its stored form; each is a submit button, so no script is needed."""

from typing import Any

from django.http import QueryDict

from studios.forms.application.parts import fresh_key

Content = dict[str, Any]
MOST = 200


def changed(content: Content, post: QueryDict) -> Content:
    """The content with the row change that was asked for; an address that leads nowhere changes nothing."""
    if "add" in post:
        rows = _rows(content, post["add"].split("."))
        if rows is not None and len(rows) < MOST:
            rows.append({"key": fresh_key()})
    elif "remove" in post:
        *path, key = post["remove"].split(".")
        _remove(_rows(content, path), key)
    elif "move" in post:
        *path, key, way = post["move"].rsplit(".", 2) if post["move"].count(".") > 1 else ("", "", "")
        _move(_rows(content, ".".join(path).split(".")), key, -1 if way == "up" else 1)
    return content


def _rows(content: Content, path: list[str]) -> list[Content] | None:
    """The rows at `members` or `leads.<key>.honours`."""
    rows = content.get(path[0]) if path else None
    if not isinstance(rows, list) or len(path) == 1:
        return rows if isinstance(rows, list) else None
    row = next((r for r in rows if r.get("key") == path[1]), None)
    return row.setdefault(path[2], []) if row is not None and len(path) > 2 and path[2] in row else None


def _remove(rows: list[Content] | None, key: str) -> None:
    if rows is not None:
        rows[:] = [row for row in rows if row.get("key") != key]


def _move(rows: list[Content] | None, key: str, by: int) -> None:
    place = next((i for i, row in enumerate(rows or []) if row.get("key") == key), None)
    if rows is None or place is None or not 0 <= place + by < len(rows):
        return
    rows[place], rows[place + by] = rows[place + by], rows[place]


def anchor(post: QueryDict) -> str:
    """Where the page opens again."""
    if "add" in post:
        return f"#add-{post['add'].replace('.', '-')}"[:80]
    if "move" in post:
        return f"#row-{post['move'].split('.')[-2] if '.' in post['move'] else ''}"[:80]
    return ""
