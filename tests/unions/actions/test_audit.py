"""The audit record and its chain."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.factories import make_account, make_officer, make_union
from unions.actions.audit import record, salted
from unions.choices.audit import Verb
from unions.models import AuditEvent
from unions.queries.audit import verify_chain


def write(count=3):
    union = make_union()
    clerk = make_officer(union)
    return [record(Verb.UNION_EDITED, by=clerk, subject=union, union=union, details={"n": n}) for n in range(count)]


def tamper(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE unions_auditevent DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        cursor.execute("ALTER TABLE unions_auditevent ENABLE TRIGGER USER")


def verify():
    out = StringIO()
    call_command("verify_audit", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_an_untouched_record_is_whole():
    assert verify().startswith("0 rows, the chain is whole.")
    last = write(3)[-1]
    assert verify() == f"3 rows, the chain is whole. Last hash {last.hash}\n"


@pytest.mark.django_db
def test_details_come_back_as_they_were_hashed():
    record(Verb.UNION_EDITED, by=None, details={"when": make_union().pk, 10: (1, 2), 9: 1.5, "名": "𠮷'\"\\"})

    assert verify_chain().fault == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "position", "fault"),
    [
        ("UPDATE unions_auditevent SET subject = 'other' WHERE position = 2", 2, "was changed after it was written"),
        (
            "UPDATE unions_auditevent SET details = '{\"n\": 7}' WHERE position = 3",
            3,
            "was changed after it was written",
        ),
        ("DELETE FROM unions_auditevent WHERE position = 2", 2, "is missing"),
        ("DELETE FROM unions_auditevent WHERE position = 4", 4, "is missing"),
        ("UPDATE unions_auditevent SET position = 9 WHERE position = 4", 4, "is missing"),
        ("UPDATE unions_audithead SET hash = repeat('a', 64)", 4, "does not agree with the head of the chain"),
        ("UPDATE unions_audithead SET position = 3", 3, "does not agree with the head of the chain"),
    ],
)
def test_a_row_changed_behind_the_trigger_is_named(sql, position, fault):
    write(4)
    tamper(sql)

    with pytest.raises(CommandError) as failed:
        verify()
    assert failed.value.returncode == 1
    assert str(failed.value).startswith(f"Row {position} {fault}.")


@pytest.mark.django_db
def test_a_forged_row_with_a_right_hash_breaks_the_one_after_it():
    write(4)
    tamper("UPDATE unions_auditevent SET hash = repeat('b', 64) WHERE position = 2")
    assert verify_chain().bad_position == 2


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["UPDATE unions_auditevent SET subject = ''", "DELETE FROM unions_auditevent"])
def test_the_application_can_neither_change_nor_delete_a_row(sql):
    write(1)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEvent.objects.update(subject="")
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_the_walk_reads_in_portions(django_assert_max_num_queries):
    write(20)
    with django_assert_max_num_queries(4):
        assert verify_chain().count == 20


@pytest.mark.django_db
def test_a_salted_value_can_be_compared_within_one_subject_only():
    one, other = make_account(), make_account()

    assert salted("13800138000", subject=one) == salted("13800138000", subject=one)
    assert salted("13800138000", subject=one) != salted("13800138000", subject=other)
    assert "138" not in salted("13800138000", subject=one)[:3] or len(salted("x", subject=one)) == 16


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_make_one_unbroken_chain():
    union = make_union()
    failed = []

    def writer():
        try:
            for n in range(20):
                record(Verb.UNION_EDITED, by=None, subject=union, union=union, details={"n": n})
        except Exception as fault:  # noqa: BLE001 - any fault in a thread fails the test
            failed.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=writer) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]

    assert failed == []
    chain = verify_chain()
    assert (chain.count, chain.fault) == (160, "")
