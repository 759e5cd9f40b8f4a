from django.contrib.auth.password_validation import validate_password

from unions.values.one_time import one_time_password


def test_one_time_passwords_pass_the_rules_for_passwords_and_differ():
    passwords = {one_time_password() for _number in range(500)}
    for password in passwords:
        validate_password(password)
    assert len(passwords) == 500
    assert {len(password) for password in passwords} == {14}
