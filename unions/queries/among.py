"""Whether a key is in a list that is read first, or given as one value."""

from django.db.models import BooleanField, Func


class Among(Func):
    """Takes the key and an array, or a subquery of one."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
