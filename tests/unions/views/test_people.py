"""Pages of the tree, accounts and appointments: who may, what is shown, what one request does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import make_account, make_appointment, make_county, make_officer, make_studio, make_union
from unions import clock
from unions.actions.unions import merge_unions, rename_union
from unions.choices.people import Role
from unions.models import Account, Appointment, Union

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_step(settings):
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def city():
    return make_union("东澜市总工会", code="DL")


@pytest.fixture
def county(city):
    return make_county(city, "明德区总工会", code="DL-D01")


@pytest.fixture
def unit(county):
    return make_union("某厂工会", parent=county, code="DL-U001")


@pytest.fixture
def administrator(county):
    return make_officer(county, Role.ADMINISTRATOR, name="区管理员", language="en")


@pytest.fixture
def account(unit):
    return make_account("zhangwei", name="张伟", mobile="13800138000", home=unit)


@pytest.fixture
def page(client, administrator):
    client.force_login(administrator)
    return client


def text(response):
    return response.content.decode()


OBJECTS = [
    ("union", "GET"),
    ("union_found", "GET"),
    ("union_rename", "GET"),
    ("union_edit", "GET"),
    ("account", "GET"),
    ("account_edit", "GET"),
    ("account_password", "GET"),
    ("account_deactivate", "GET"),
    ("account_reactivate", "POST"),
    ("account_sessions", "POST"),
]


@pytest.mark.parametrize(("name", "method"), OBJECTS)
def test_what_lies_beyond_reach_is_not_found(page, city, name, method):
    other = make_county(city)
    foreign = make_account(home=other) if name.startswith("account") else other
    for pk in (foreign.pk, 9_999_999, 10**30):
        assert page.generic(
            method, f"/desk/{'accounts' if name.startswith('account') else 'unions'}/{pk}/"
        ).status_code in (404, 405)
        assert page.generic(method, reverse(name, args=[foreign.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["accounts", "account_new", "accounts_paste", "appointment_new", "appointments_pending", "unions_import"]
)
@pytest.mark.parametrize("role", [Role.CLERK, Role.CHAIR, Role.AUDITOR])
def test_pages_of_administrators_are_forbidden_to_other_roles_with_the_reason(client, county, name, role):
    client.force_login(make_officer(county, role, language="en"))
    response = client.get(reverse(name))
    assert response.status_code == 403
    assert "This page belongs to another role." in text(response)


@pytest.mark.parametrize("name", ["union_move", "union_merge", "union_close"])
def test_changes_of_the_own_union_need_an_administrator_above(page, county, unit, name):
    response = page.get(reverse(name, args=[county.pk]))
    assert (response.status_code, page.get(reverse(name, args=[unit.pk])).status_code) == (403, 200)
    assert "your appointment ends at this union" in text(response)


@pytest.mark.parametrize("role", [Role.CLERK, Role.CHAIR, Role.AUDITOR])
def test_case_roles_read_the_tree_and_change_nothing(client, county, unit, role):
    client.force_login(make_officer(county, role))
    assert client.get(reverse("unions")).status_code == 200
    shown = text(client.get(reverse("union", args=[unit.pk])))
    assert "某厂工会" in shown
    assert reverse("union_rename", args=[unit.pk]) not in shown
    assert client.post(reverse("union_rename", args=[unit.pk]), {"name": "x", "code": "DL-1"}).status_code == 403


def test_visitors_are_sent_to_sign_in(client, county):
    for name, args in (("unions", []), ("union", [county.pk]), ("accounts", [])):
        assert client.get(reverse(name, args=args)).status_code == 302


# The tree


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_unions_takes_the_same_queries_for_one_row_and_many(page, county, rows, django_assert_num_queries):
    for _number in range(rows - 1):
        make_union(parent=county)
    with django_assert_num_queries(7):
        page.get(reverse("unions"))


def test_the_list_finds_by_name_code_and_former_name_within_reach(page, city, unit):
    rename_union(unit, by=None, name="某集团工会", code="DL-U777")
    make_union("某厂工会", parent=make_county(city))
    for words in ("集团", "U777", "某厂工会", "DL-U001"):
        shown = text(page.get(reverse("unions"), {"q": words}))
        assert shown.count(f"/desk/unions/{unit.pk}/") == 1
        assert shown.count('<th scope="row">') == 1


@pytest.mark.parametrize("words", ["\x00", "%", "x" * 5000, "𠮷", "\u202e"])
def test_odd_searches_find_nothing_and_fail_never(page, words):
    assert page.get(reverse("unions"), {"q": words, "sort": "-zzz", "page": "-1"}).status_code == 200


def test_a_union_is_founded_after_the_page_that_names_what_follows(page, county):
    facts = {
        "code": "DL-U002",
        "name": "新厂工会",
        "kind": "grassroots",
        "level": "unit",
        "employer": "新厂",
        "logs_in": "on",
    }
    asked = page.post(reverse("union_found", args=[county.pk]), facts)
    assert "will stand below 明德区总工会" in text(asked)
    assert not Union.objects.filter(code="DL-U002").exists()
    done = page.post(reverse("union_found", args=[county.pk]), facts | {"confirmed": "1"})
    union = Union.objects.get(code="DL-U002")
    assert (done.status_code, done.url, union.parent) == (302, reverse("union", args=[union.pk]), county)


def test_the_confirm_page_carries_all_that_was_typed(page, unit):
    typed = {"kind": "grassroots", "level": "unit", "employer": "某厂", "address": "解放路1号", "members_count": "12"}
    asked = page.post(reverse("union_edit", args=[unit.pk]), typed)
    form = asked.context["form"]
    hidden = {bound.html_name: bound.value() for bound in form}
    page.post(reverse("union_edit", args=[unit.pk]), {k: v for k, v in hidden.items() if v} | {"confirmed": "1"})
    unit.refresh_from_db()
    assert (unit.address, unit.members_count, unit.logs_in) == ("解放路1号", 12, False)


def test_a_refusal_comes_before_the_question_and_keeps_what_was_typed(page, county, unit):
    make_studio(unit)
    response = page.post(reverse("union_close", args=[unit.pk]), {"reason": "企业注销"})
    assert "Name the union that takes them over." in text(response)
    assert "企业注销" in text(response)
    assert Union.objects.get(pk=unit.pk).is_active


def test_the_page_before_a_merger_names_what_is_handed_over(page, county, unit, account):
    make_studio(unit)
    heir = make_union("承接厂工会", parent=county, code="DL-U009")
    asked = text(page.post(reverse("union_merge", args=[unit.pk]), {"into": "承接厂工会"}))
    assert "Accounts with this home: 1; appointments here: 0." in asked
    assert "It hands over: 1 studio." in asked
    page.post(reverse("union_merge", args=[unit.pk]), {"into": "DL-U009", "confirmed": "1"})
    account.refresh_from_db()
    assert account.home == heir


def test_a_choice_beyond_reach_is_unknown(page, city, unit):
    foreign = make_county(city, "别区总工会", code="DL-D77")
    response = page.post(reverse("union_move", args=[unit.pk]), {"parent": foreign.code})
    assert "No union within your reach has this code or name." in text(response)


def test_the_union_page_takes_the_same_queries_whatever_stands_below(page, county, django_assert_max_num_queries):
    for _number in range(12):
        make_appointment(make_account(), make_union(parent=county), Role.CLERK)
        make_appointment(make_account(), county, Role.CLERK)
    with django_assert_max_num_queries(14):
        page.get(reverse("union", args=[county.pk]))


def test_a_sheet_with_a_fault_names_the_line_and_writes_nothing(page, county, reference):
    head = "code,name,parent,kind,level,employer,industry,county,ownership,credit_code,members\n"
    good = "DL-U010,好厂工会,DL-D01,grassroots,unit,好厂,37,,国有,,12\n"
    bad = good.replace("U010", "U011").replace("好厂", "坏厂").replace(",37,", ",99,")
    for body, status, count in ((good + bad, 200, 0), (good, 302, 1)):
        file = SimpleUploadedFile("unions.csv", (head + body).encode())
        response = page.post(reverse("unions_import"), {"file": file})
        assert response.status_code == status
        assert Union.objects.filter(code__startswith="DL-U01").count() == count


# Accounts


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_accounts_takes_the_same_queries_for_one_row_and_many(page, unit, rows, django_assert_num_queries):
    for _number in range(rows - 1):
        make_appointment(make_account(home=unit), unit, Role.CLERK)
    with django_assert_num_queries(8):
        page.get(reverse("accounts"))


def test_the_list_shows_accounts_within_reach_with_masked_mobiles(page, city, account):
    make_account("foreign", home=make_county(city))
    shown = text(page.get(reverse("accounts")))
    assert "138****8000" in shown
    assert not any(word in shown for word in ("foreign", "13800138000"))
    sheet = b"".join(page.get(reverse("accounts"), {"export": "csv"}).streaming_content).decode()
    assert "138****8000" in sheet
    assert "13800138000" not in sheet


def test_the_list_is_filtered_by_words_role_and_state(page, unit, account):
    make_appointment(account, unit, Role.CHAIR)
    make_account("idle", home=unit, is_active=False)
    for query, found in (({"q": "张伟"}, "zhangwei"), ({"role": "chair"}, "zhangwei"), ({"is_active": "0"}, "idle")):
        shown = text(page.get(reverse("accounts"), query))
        assert found in shown
        assert shown.count('<th scope="row">') == 1


def test_a_new_account_is_answered_by_its_slip_once(page, unit):
    typed = {
        "name": "李娜",
        "mobile": "138 0013 8001",
        "home": "DL-U001",
        "language": "zh-hans",
        "union": "某厂工会",
        "role": "clerk",
    }
    response = page.post(reverse("account_new"), typed)
    account = Account.objects.get(username="lina")
    [slip] = response.context["slips"]
    assert account.check_password(slip.password)
    assert slip.password in text(response)
    assert response["Cache-Control"] == "no-store, private"
    assert [(a.union, a.role, a.starts_on) for a in account.appointments.all()] == [(unit, "clerk", clock.today())]
    assert slip.password not in text(page.get(reverse("account", args=[account.pk])))


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"mobile": "138"}, "11 digits"),
        ({"mobile": "13800138000"}, "Another account has this mobile number."),
        ({"username": "zhangwei"}, "Another account has this username."),
        ({"home": "DL-D99"}, "No union within your reach"),
        ({"role": "clerk"}, "Role and union belong together."),
        ({"home": ""}, "otherwise nobody keeps this account"),
        ({"name": "x" * 100_000}, "40 characters"),
    ],
)
def test_a_faulty_new_account_is_said_at_the_field_and_nothing_is_lost(page, account, facts, said):
    typed = {"name": "李娜", "home": "DL-U001", "language": "zh-hans", "email": "a@b.cn"} | facts
    response = page.post(reverse("account_new"), typed)
    assert response.status_code == 200
    assert said in text(response)
    assert "a@b.cn" in text(response)
    assert Account.objects.count() == 2


def test_an_account_is_edited_reset_deactivated_and_reactivated(page, account, unit):
    page.post(reverse("account_edit", args=[account.pk]), {"name": "张炜", "home": "DL-U001", "language": "en"})
    slip = page.post(reverse("account_password", args=[account.pk])).context["slips"][0]
    page.post(reverse("account_deactivate", args=[account.pk]))
    account.refresh_from_db()
    assert (account.name, account.mobile, account.is_active) == ("张炜", None, False)
    assert account.check_password(slip.password)
    page.post(reverse("account_reactivate", args=[account.pk]))
    account.refresh_from_db()
    assert account.is_active


def test_the_own_account_and_accounts_of_wider_reach_are_forbidden(page, administrator, account, city):
    assert page.post(reverse("account_deactivate", args=[administrator.pk])).status_code == 403
    make_appointment(account, city, Role.CLERK)
    for name in ("account_edit", "account_password", "account_deactivate"):
        assert page.get(reverse(name, args=[account.pk])).status_code == 403
    shown = text(page.get(reverse("account", args=[account.pk])))
    assert "138****8000" in shown
    assert "13800138000" not in shown


@pytest.mark.parametrize("session", ["", "7", "x", "9" * 40, "²"])
def test_ending_sessions_takes_any_number(page, account, session):
    assert page.post(reverse("account_sessions", args=[account.pk]), {"session": session}).status_code == 302


def test_pasted_rows_are_shown_first_and_then_made_at_once(page, unit):
    rows = "张三丰\t13811112222\t\tDL-U001\t经办人\t\t\r\n李四\t\t\tDL-U001\t负责人\t\t"
    asked = page.post(reverse("accounts_paste"), {"rows": rows})
    assert "2 accounts can be made" in text(asked)
    assert Account.objects.count() == 1
    done = page.post(reverse("accounts_paste"), {"rows": rows, "create": "1"})
    assert [s.account.username for s in done.context["slips"]] == ["zhangsanfeng", "lisi"]


def test_one_faulty_row_stops_all_and_keeps_the_text(page, unit):
    rows = "张三丰\t138\t\tDL-U001\t经办人\t\t\r\n李四\t\t\tDL-U001\t负责人\t\t"
    response = page.post(reverse("accounts_paste"), {"rows": rows, "create": "1"})
    assert "1 fault; no account was made" in text(response)
    assert "张三丰\t138" in text(response)
    assert Account.objects.count() == 1


# Appointments


def test_an_appointment_is_made_and_ended_on_pages(page, account, unit):
    typed = {"account": "13800138000", "union": "DL-U001", "role": "chair", "starts_on": str(clock.today())}
    made = page.post(reverse("appointment_new"), typed)
    assert (made.status_code, made.url) == (302, reverse("account", args=[account.pk]))
    again = page.post(reverse("appointment_new"), typed)
    assert "The account has this role at this union already." in text(again)
    row = Appointment.objects.get(account=account)
    assert "End the role of 张伟" in text(page.get(reverse("appointment_end", args=[row.pk])))
    page.post(reverse("appointment_end", args=[row.pk]), {"ends_on": ""})
    assert not Appointment.objects.open(clock.today()).filter(account=account).exists()


def test_an_appointment_beyond_reach_is_not_found_and_the_own_one_forbidden(page, city, administrator):
    foreign = make_appointment(make_account(), city)
    own = administrator.appointments.get()
    assert page.post(reverse("appointment_end", args=[foreign.pk])).status_code == 404
    assert page.post(reverse("appointment_end", args=[own.pk])).status_code == 403


@pytest.mark.parametrize("rows", [1, 8])
def test_the_list_of_what_waits_takes_the_same_queries_for_one_row_and_many(
    page, county, rows, django_assert_num_queries
):
    merged(county, rows)
    with django_assert_num_queries(6):
        page.get(reverse("appointments_pending"))


def merged(county, rows=1):
    old, into = make_union("旧厂", parent=county), make_union("新厂", parent=county)
    for _number in range(rows):
        make_appointment(make_account(name="王芳"), old, Role.CHAIR)
    merge_unions(old, by=None, into=into)
    return into


def test_what_waits_is_confirmed_or_dropped_one_by_one(page, county, city):
    into = merged(county, 2)
    foreign = merged(make_county(city))
    one, other = Appointment.objects.awaiting().filter(awaits=into)
    page.post(reverse("appointment_answer", args=[one.pk]), {"answer": "confirm"})
    page.post(reverse("appointment_answer", args=[other.pk]), {"answer": "drop"})
    assert [a.account for a in into.appointments.open(clock.today())] == [one.account]
    assert page.post(reverse("appointment_answer", args=[one.pk]), {"answer": "confirm"}).status_code == 404
    beyond = Appointment.objects.awaiting().get(awaits=foreign)
    assert page.post(reverse("appointment_answer", args=[beyond.pk]), {"answer": "confirm"}).status_code == 404
