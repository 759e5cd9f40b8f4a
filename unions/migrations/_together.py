"""Create many tables in one operation: rendering the models once instead of after each table makes it seconds, not a third of a minute."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

LATER_PARTS = (AddConstraint, AddField, AddIndex)


class CreateTogether(Operation):
    """The operations of an initial migration as one: tables come into being with all their columns and constraints.

    Django renders every related model anew after each `CreateModel`, and here nearly all are related.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, operations: Sequence[Operation]) -> None:
        others = [op for op in operations if not isinstance(op, (CreateModel, *LATER_PARTS))]
        if others:
            raise ValueError(f"only new tables and their parts: {others}")
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all models before anything is rendered; the next reader of `state.apps` renders them at once."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Make each table from its final model: what later operations add to it is in there already."""
        for operation in self._tables():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Drop the tables, the last one first."""
        for operation in reversed(self._tables()):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """A line for the command's output."""
        return f"Create {len(self._tables())} tables together"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """For the migration writer."""
        return self.__class__.__qualname__, [self.operations], {}

    def _tables(self) -> list[CreateModel]:
        return [op for op in self.operations if isinstance(op, CreateModel)]
