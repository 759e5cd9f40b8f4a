"""The components page draws every component, in both languages, and only for those who maintain the system."""

import re

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.utils import translation

from unions.errors import Forbidden
from unions.models import Account
from unions.templatetags import ui
from unions.views import components

NOT_TAGS_OF_A_PAGE = {"is_large", "keep_large", "large_text_switch", "other_language_url", "public_path", "side_links"}
INSIDE_OTHERS = {"table_rows", "photo", "plaque", "error_title", "fields", "state", "stat", "icon"}


def request_of(account):
    request = RequestFactory().get("/ui/")
    request.user, request.session = account, {}
    request._messages = FallbackStorage(request)
    return request


def make_account(*, is_staff):
    return Account.objects.create(username="keeper", name="许映川", is_staff=is_staff)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_is_drawn_without_inline_style_or_script(language, db):
    with translation.override(language):
        drawn = components.show(request_of(make_account(is_staff=True))).content.decode()
    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son\w+=", drawn)
    assert drawn.count("<h1>") == 1


def test_page_is_refused_to_others(db):
    with pytest.raises(Forbidden):
        components.show(request_of(make_account(is_staff=False)))


def test_every_component_is_shown(settings):
    pages = (settings.BASE_DIR / "templates" / "unions" / "ui").glob("*.html")
    shown = "".join(page.read_text(encoding="utf-8") for page in pages)
    missing = {name for name in ui.register.tags if not re.search(rf"{{% {name}\b", shown)}
    assert missing - NOT_TAGS_OF_A_PAGE - INSIDE_OTHERS == set()
