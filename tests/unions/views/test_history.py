"""Row history of people and authority."""

import pghistory
import pytest
from django.db import connection

from tests.factories import make_account, make_appointment, make_county, make_officer, make_union
from unions.choices.people import Role
from unions.models import HISTORIES, Account, Industry
from unions.queries.history import event_model, history_of

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def city():
    return make_union("东澜市总工会")


def test_an_unchanged_save_leaves_no_entry_and_a_change_says_before_and_after(city):
    city.save()
    city.office_phone = "0577-1234567"
    city.save()

    newest = history_of(city)[0]
    assert newest.kind == "update"
    assert [(c.before, c.after) for c in newest.changes] == [(None, "0577-1234567")]


def test_a_deletion_and_a_raw_write_are_kept():
    Industry.objects.create(code="99", name="其他", section="T")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE unions_industry SET name = '未列明' WHERE code = '99'")
    Industry.objects.all().delete()

    labels = event_model(Industry).objects.order_by("pgh_id").values_list("pgh_label", "name")
    assert list(labels) == [("insert", "其他"), ("update", "未列明"), ("delete", "未列明")]


def test_the_history_says_who_wrote(city):
    clerk = make_officer(city)
    with pghistory.context(account=clerk.pk, url="/desk/"):
        city.address = "人民路1号"
        city.save()

    assert history_of(city)[0].account == clerk
    assert history_of(city)[1].account is None


def test_a_raw_write_with_a_per_cent_sign_works_inside_a_context(city):
    with pghistory.context(account=1), connection.cursor() as cursor:
        cursor.execute("UPDATE unions_union SET address = 'x' WHERE name LIKE '东澜%%' AND id = %s", [city.pk])

    city.refresh_from_db()
    assert city.address == "x"


def test_parameters_are_bound_by_the_client(settings):
    """The context is a second statement before each write; the server takes one alone."""
    assert not settings.DATABASES["default"]["OPTIONS"].get("server_side_binding")


@pytest.mark.parametrize("model", list(HISTORIES))
def test_personal_columns_stay_out_of_the_history(model):
    columns = {f.name for f in event_model(model)._meta.local_fields}
    assert columns.isdisjoint({"password", "mobile", "email", "last_login", "birth_month"})


def test_a_mobile_leaves_no_trace_in_the_history():
    account = make_account(name="张伟")
    Account.objects.filter(pk=account.pk).update(mobile="13912345678")
    account.refresh_from_db()

    assert [entry.kind for entry in history_of(account)] == ["insert"]


def test_an_administrator_reads_what_lies_below_and_nothing_beside(client, city):
    mine, beside = make_county(city), make_county(city)
    client.force_login(make_officer(mine, Role.ADMINISTRATOR))
    inside, outside = make_officer(mine), make_officer(beside)

    assert client.get(f"/desk/history/union/{mine.pk}/").status_code == 200
    assert client.get(f"/desk/history/account/{inside.pk}/").status_code == 200
    assert client.get(f"/desk/history/appointment/{inside.appointments.get().pk}/").status_code == 200
    assert client.get(f"/desk/history/union/{beside.pk}/").status_code == 404
    assert client.get(f"/desk/history/account/{outside.pk}/").status_code == 404
    assert client.get(f"/desk/history/appointment/{outside.appointments.get().pk}/").status_code == 404


@pytest.mark.parametrize("address", ["union/999999999999999999", "union/0", "password/1", "studio/999999999999999999"])
def test_unknown_rows_are_unknown(client, city, address):
    client.force_login(make_officer(city))
    assert client.get(f"/desk/history/{address}/").status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_costs_the_same_for_one_entry_and_many(client, city, count, django_assert_num_queries):
    admin, other = make_officer(city, Role.ADMINISTRATOR), make_officer(city, Role.AUDITOR)
    with pghistory.context(account=admin.pk):
        row = make_appointment(make_account(), city, deputy_for=other)
        for _n in range(count):
            row.union = make_union(parent=city)
            row.save()
    client.force_login(admin)
    client.get(f"/desk/history/appointment/{row.pk}/")
    with django_assert_num_queries(QUERIES):
        client.get(f"/desk/history/appointment/{row.pk}/")
