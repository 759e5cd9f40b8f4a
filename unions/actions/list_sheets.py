"""Workbooks of long lists are asked for; the worker writes them by asking the list's own page."""

import hashlib

from django.db import transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from unions.actions.job_results import start_job
from unions.errors import Refusal
from unions.models import Account

LONGEST_ADDRESS = 2_000


def asks_for_sheet(address: str) -> bool:
    """Whether the address is that of a workbook on a page for those who are signed in."""
    path, _mark, query = address.partition("?")
    if len(address) > LONGEST_ADDRESS or not path.startswith("/desk/") or QueryDict(query).get("export") != "xlsx":
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def start_list_sheet(address: str, *, by: Account) -> int:
    """Let the worker write the sheet at this address; asked twice it is one job. Answers the job."""
    if not asks_for_sheet(address):
        raise Refusal(_("There is no list at this address."), field="address")
    mark = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:32]
    with transaction.atomic():
        return start_job("unions.write_list_sheet", by=by, once=f"sheet-{by.pk}-{mark}", address=address)
