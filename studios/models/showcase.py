"""What the public list, the search and its counts read: one narrow row a studio, and which studios a facet has.

Nobody writes these rows by hand: the database's triggers keep them in the transaction that changed the register, and
`studios.actions.showcase.reconcile_showcase` proves each night that nothing differs.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import Facet


class ShowcaseEntry(models.Model):
    """A studio in force as the public list narrows, sorts and counts it.

    `stamp` is the number of the last change of what the studio's page or card shows. Searched are `keys` (numbers, exactly),
    `name` (by its beginning) and `body` (folded text of names, unit, field; their bigrams stand in
    `vector`). `benefit` is the confirmed sum in yuan.
    """

    studio = models.OneToOneField("studios.Studio", models.CASCADE, primary_key=True, related_name="entry")
    group = models.CharField(max_length=20, blank=True, db_collation="C")
    level = models.CharField(max_length=10, blank=True, db_collation="C")
    county = models.CharField(max_length=40, blank=True, db_collation="C")
    kind = models.BigIntegerField()
    honour = models.CharField(max_length=10, blank=True, db_collation="C")
    areas = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    services = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    named_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    results_count = models.PositiveIntegerField(default=0)
    patents_count = models.PositiveIntegerField(default=0)
    methods_count = models.PositiveIntegerField(default=0)
    apprentices_count = models.PositiveIntegerField(default=0)
    adopters_count = models.PositiveIntegerField(default=0)
    benefit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    stamp = models.BigIntegerField(default=1)
    keys = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    name = models.CharField(max_length=80, blank=True, db_collation="C")
    body = models.TextField(blank=True)
    vector = SearchVectorField(default="", editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="entry_keys", fastupdate=False),
            GinIndex(fields=["vector"], name="entry_vector", fastupdate=False),
            models.Index(fields=["name"], name="entry_name"),
            models.Index(fields=["-changed_at", "-studio"], name="entry_changed"),
            models.Index(
                fields=["-results_count", "-studio"],
                name="entry_results",
                include=["adopters_count", "apprentices_count"],
            ),
            models.Index(fields=["-named_on", "-studio"], name="entry_named"),
            models.Index(fields=["county", "-changed_at"], name="entry_county"),
            # All that the statistics add up, so that they need not read the rows with their words.
            models.Index(
                fields=["group", "level", "county", "year", "honour"],
                name="entry_figures",
                include=["results_count", "patents_count", "apprentices_count", "adopters_count", "benefit"],
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.studio_id}"


class FacetBits(models.Model):
    """Which studios have one value of a facet: bit k of segment s stands for the studio 32,768 × s + k.

    Counts of all facets under any choice are ANDs of such rows, so they cost the same at 200 and at 200,000 studios.
    The column `bits` is bit(32768), which Django has no field for; the migration adds it.
    """

    facet = models.CharField(max_length=10, choices=Facet)
    value = models.CharField(max_length=40, db_collation="C")
    segment = models.PositiveIntegerField()
    size = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value", "segment"], name="facet_bits_once")]

    def __str__(self) -> str:
        return f"{self.facet} {self.value} {self.segment}"


class SearchMiss(models.Model):
    """Words that found nothing, counted by day for editors; nothing tells who asked."""

    on = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=40)
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        ordering = ("-on", "-count", "words")
        constraints = [models.UniqueConstraint(fields=["on", "words"], name="search_miss_once_a_day")]
        indexes = [models.Index(fields=["-count", "words"], name="search_miss_count")]

    def __str__(self) -> str:
        return self.words


class PublicChange(models.Model):
    """One row for each transaction that changed what the public sees; their sum and latest moment make the ETags.

    A wide one may touch any page, the others only pages and lists of the studios whose `stamp` it set. Inserted, never
    updated: writers don't wait for each other, and a late commit still changes the sum. Now and then
    `studios.actions.showcase.fold_public_changes` makes one row of many, which counts for all of them.
    """

    at = models.DateTimeField()
    changes = models.BigIntegerField(default=1)
    is_wide = models.BooleanField(default=True)

    def __str__(self) -> str:
        return str(self.pk)


class ResultEntry(models.Model):
    """A public result as the public lists narrow and sort it; there is no row for any other result.

    `tags` are the values of the filters: kind:patent, area:safety, group:equipment, county:…, year:2024, used, steps.
    """

    result = models.OneToOneField("studios.Result", models.CASCADE, primary_key=True, related_name="entry")
    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="+")
    finished_on = models.DateField(null=True)
    confirmed_at = models.DateTimeField()
    users_count = models.PositiveIntegerField(default=0)
    tags = ArrayField(models.CharField(max_length=50, db_collation="C"), default=list)

    class Meta:
        indexes = [
            GinIndex(fields=["tags"], name="result_entry_tags", fastupdate=False),
            models.Index(
                models.F("finished_on").desc(nulls_last=True), models.F("result").desc(), name="result_entry_finished"
            ),
            models.Index(fields=["-confirmed_at", "-result"], name="result_entry_confirmed"),
            models.Index(fields=["-users_count", "-result"], name="result_entry_users"),
        ]

    def __str__(self) -> str:
        return f"#{self.result_id}"
