"""Processes of their own on the database of the tests."""

import os

from django.db import connection


def environment() -> dict[str, str]:
    """What a child needs to find the database that this test works on."""
    database = connection.settings_dict
    url = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    if database["HOST"].startswith("/"):
        url = f"postgres://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    return os.environ | {"DATABASE_URL": url, "LINGXIAN_ENV": "test", "DJANGO_SETTINGS_MODULE": "config.settings"}
