"""Vocabulary of accounts and appointments."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What an account may do at a union (domain rules §2)."""

    CLERK = "clerk", _("Clerk")
    CHAIR = "chair", _("Chair")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


# An administrator keeps accounts and sees no cases.
CASE_ROLES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
DESK_ROLES = (Role.CLERK, Role.CHAIR)


class Language(TextChoices):
    """Languages of the interface."""

    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")


class Sex(TextChoices):
    """Sex of a person."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
