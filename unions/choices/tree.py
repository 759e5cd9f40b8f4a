"""Vocabulary of the union tree."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnionKind(TextChoices):
    """What a union is in the tree."""

    FEDERATION = "federation", _("Federation of trade unions")
    INDUSTRIAL = "industrial", _("Industrial union")
    GRASSROOTS = "grassroots", _("Grassroots union")


class Level(TextChoices):
    """Levels of unions and of designations, highest first."""

    COUNTRY = "country", _("National")
    PROVINCE = "province", _("Provincial")
    CITY = "city", _("City level")
    COUNTY = "county", _("County level")
    TOWN = "town", _("Town level")
    UNIT = "unit", _("Unit level")

    @property
    def rank(self) -> int:
        """0 for the highest level, larger for lower ones."""
        return list(type(self)).index(self)


class Ownership(TextChoices):
    """Ownership of a grassroots union's employer, with the code table's own words."""

    STATE = "国有", _("State-owned")
    COLLECTIVE = "集体", _("Collective")
    PRIVATE = "民营", _("Private")
    FOREIGN = "外商及港澳台", _("Foreign, Hong Kong, Macao or Taiwan")
    INSTITUTION = "事业单位", _("Public institution")
    GOVERNMENT = "机关", _("Government body")


class UnionState(TextChoices):
    """A union lives, has merged into another, or has closed."""

    ACTIVE = "active", _("Active")
    MERGED = "merged", _("Merged")
    CLOSED = "closed", pgettext_lazy("union", "Closed")

    @property
    def tone(self) -> str:
        """Colour role of the state's tag."""
        return {"active": "green", "merged": "amber", "closed": ""}[self.value]


class UnionChangeKind(TextChoices):
    """What may happen to a union."""

    FOUNDED = "founded", pgettext_lazy("union", "Founded")
    RENAMED = "renamed", _("Renamed")
    MOVED = "moved", pgettext_lazy("union", "Moved")
    MERGED = "merged", pgettext_lazy("union", "Merged")
    CLOSED = "closed", pgettext_lazy("union", "Closed")
    EDITED = "edited", _("Details changed")
    IMPORTED = "imported", _("Imported")
