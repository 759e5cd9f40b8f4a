"""Searched text as bigrams: the lookup, and the columns that the database computes beside results and stories."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models


@SearchVectorField.register_lookup
class Finds(models.Lookup):
    """`vector__finds="焊接"`: every pair of characters and every word is there; the same function splits both sides."""

    lookup_name = "finds"
    prepare_rhs = False

    def get_prep_lookup(self) -> Any:
        return self.rhs

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [value]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ studios_query(%s)", [*left_params, self.rhs]


class ResultWords(models.Model):
    """The words of a result; a column of its own table that only searches read."""

    result = models.OneToOneField(
        "studios.Result", models.DO_NOTHING, primary_key=True, db_column="id", related_name="words"
    )
    vector = SearchVectorField()

    class Meta:
        managed = False
        db_table = "studios_result"

    def __str__(self) -> str:
        return str(self.pk)


class StoryWords(models.Model):
    """The words of a story."""

    story = models.OneToOneField(
        "studios.Story", models.DO_NOTHING, primary_key=True, db_column="id", related_name="words"
    )
    vector = SearchVectorField()

    class Meta:
        managed = False
        db_table = "studios_story"

    def __str__(self) -> str:
        return str(self.pk)
