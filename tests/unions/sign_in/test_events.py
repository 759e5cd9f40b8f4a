import pytest

from tests.factories import PASSWORD, make_account, make_union
from tests.unions.sign_in.walk import sign_in
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_signing_in_and_out_are_recorded_in_the_home_union(client):
    home = make_union(parent=make_union())
    account = make_account(home=home)
    sign_in(client, account.username)
    client.post("/desk/sign-out/")
    rows = AuditEvent.objects.order_by("position").values_list("verb", "account", "subject_id", "union")
    assert list(rows) == [
        ("account.signed_in", account.pk, account.pk, home.pk),
        ("account.signed_out", account.pk, account.pk, home.pk),
    ]


def test_a_refused_sign_in_names_the_account_and_never_what_was_typed(client):
    account = make_account("zhaoyan", mobile="13800138000")
    sign_in(client, "13800138000", "wrong password")
    sign_in(client, PASSWORD, "zhaoyan")
    known, unknown = AuditEvent.objects.order_by("position")
    assert (known.verb, known.subject_id, known.account) == ("account.sign_in_refused", account.pk, None)
    assert (unknown.verb, unknown.subject_id, unknown.account) == ("account.sign_in_refused", None, None)
    for event in (known, unknown):
        assert list(event.details) == ["typed"]
        assert len(event.details["typed"]) == 16
        assert not any(word in str(vars(event)) for word in ("13800138000", PASSWORD, "wrong password"))


def test_equal_names_give_equal_marks_and_others_differ(client):
    for typed in ("nobody", "nobody", "somebody"):
        sign_in(client, typed, "wrong password")
    first, second, third = (e.details["typed"] for e in AuditEvent.objects.order_by("position"))
    assert first == second != third


def test_a_page_opened_by_a_test_or_command_records_nothing(client):
    client.force_login(make_account())
    assert not AuditEvent.objects.exists()
