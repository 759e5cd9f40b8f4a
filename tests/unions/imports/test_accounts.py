import pytest

from tests.factories import make_account, make_county, make_officer, make_union
from unions import clock
from unions.actions.account_rows import create_accounts
from unions.actions.unions import rename_union
from unions.choices.people import Role
from unions.imports.accounts import HEADS, read_pasted_accounts
from unions.models import Account

pytestmark = pytest.mark.django_db

HEAD = "\t".join(HEADS)


@pytest.fixture
def city():
    return make_union("东澜市总工会", code="DL")


@pytest.fixture
def unit(city):
    return make_union("某厂工会", parent=city, code="DL-U001")


@pytest.fixture
def by(city, unit):
    return make_officer(city, Role.ADMINISTRATOR)


def row(name="张伟", *, mobile="", username="", union="DL-U001", role="经办人", starts="", ends=""):
    return f"{name}\t{mobile}\t{username}\t{union}\t{role}\t{starts}\t{ends}"


def read(by, *rows):
    return read_pasted_accounts("\r\n".join(rows), by=by)


def faults(by, *rows):
    return [(f.line, f.column, f.value) for f in read(by, *rows).faults]


def test_rows_with_or_without_heads_become_accounts(by, unit):
    found = read(
        by, HEAD, row(mobile="138 0013 8000", union="某厂工会", ends="2099/12/31"), "", row("李娜", role="负责人")
    )
    assert found.faults == []
    slips = create_accounts(found.accounts, by=by)
    assert [(s.account.name, s.account.username, s.account.mobile, s.account.home) for s in slips] == [
        ("张伟", "zhangwei", "13800138000", unit),
        ("李娜", "lina", None, unit),
    ]
    assert [(a.role, a.starts_on, str(a.ends_on)) for a in slips[0].appointments] == [
        (Role.CLERK, clock.today(), "2099-12-31")
    ]


def test_a_person_on_two_rows_gets_one_account_with_two_appointments(by):
    found = read(by, row(mobile="13800138000"), row(mobile="13800138000", role="负责人"))
    [slip] = create_accounts(found.accounts, by=by)
    assert [a.role for a in slip.appointments] == [Role.CLERK, Role.CHAIR]


def test_two_people_of_one_name_get_different_usernames(by):
    slips = create_accounts(read(by, row(), row(mobile="13800138000"), row(username="zhangwei")).accounts, by=by)
    assert sorted(s.account.username for s in slips) == ["zhangwei", "zhangwei2", "zhangwei3"]


def test_a_former_name_finds_the_union(by, unit):
    rename_union(unit, by=by, name="某集团工会")
    assert read(by, row(union="某厂工会")).faults == []


@pytest.mark.parametrize(
    ("pasted", "fault"),
    [
        (row(""), (1, "姓名", "")),
        (row("张3"), (1, "姓名", "张3")),
        (row(mobile="1380013800"), (1, "手机", "1380013800")),
        (row(username="13800138000"), (1, "用户名", "13800138000")),
        (row(union=""), (1, "工会", "")),
        (row(union="DL-U999"), (1, "工会", "DL-U999")),
        (row(role="主席"), (1, "岗位", "主席")),
        (row(starts="2026-02-30"), (1, "起", "2026-02-30")),
        (row(ends="去年"), (1, "止", "去年")),
        (row(ends="2020-01-01"), (1, "止", "2020-01-01")),
        (row() + "\t多一格", (1, "", "多一格")),
        (row(mobile="13900139000"), (1, "手机", "13900139000")),
        (row(username="taken"), (1, "用户名", "taken")),
    ],
)
def test_a_faulty_row_is_named_with_column_and_value(by, pasted, fault):
    make_account("taken", mobile="13900139000")
    assert faults(by, pasted) == [fault]


def test_every_fault_of_every_row_is_named_at_once(by):
    assert [(line, column) for line, column, _v in faults(by, row("", mobile="1"), row(), row(role=""))] == [
        (1, "姓名"),
        (1, "手机"),
        (3, "岗位"),
    ]


def test_unions_beyond_reach_are_unknown(city, unit):
    county = make_county(city)
    assert faults(make_officer(county, Role.ADMINISTRATOR), row()) == [(1, "工会", "DL-U001")]


def test_one_mobile_for_two_names_and_one_role_twice_are_refused(by):
    same_mobile = faults(by, row(mobile="13800138000"), row("李娜", mobile="13800138000"))
    same_role = faults(by, row(mobile="13800138000"), row(mobile="13800138000"))
    assert (same_mobile, same_role) == ([(2, "手机", "13800138000")], [(2, "岗位", "")])


def test_nothing_and_too_much_are_said(by):
    assert [line for line, _c, _v in faults(by, "")] == [1]
    assert [line for line, _c, _v in faults(by, *[row()] * 201)] == [201]


def test_reading_takes_the_same_number_of_queries_for_one_row_and_many(by, django_assert_num_queries):
    assert by.scope.is_administrator
    for count in (1, 40):
        with django_assert_num_queries(3):
            read(by, *[row(mobile=f"138{n:08d}") for n in range(count)])


@pytest.mark.parametrize(
    "text", ["\x00\t\t", "\ud800\t\t\t", "=1+1\t" * 7, "𠮷野\t\t\tDL-U001\t经办人", "\t" * 5000, "x" * 60_000]
)
def test_nasty_rows_are_faults_or_accounts_never_errors(by, text):
    found = read_pasted_accounts(text, by=by)
    assert found.faults or found.accounts
    assert Account.objects.count() == 1
