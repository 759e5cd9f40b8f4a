"""Forms of the ledger's import: the upload, what its columns mean, what its questions mean, the confirmation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studios.imports.ledger.columns import folded
from studios.imports.ledger.layout import Table, find_tables, require_ledger
from studios.imports.ledger.questions import Question
from studios.imports.sheets import Sheet, is_long, read_workbook
from studios.queries.ledger_answers import answers_of
from unions.choices.people import Role
from unions.errors import Refusal
from unions.models import Account, Union

QUESTIONS_AT_ONCE = 50
LEFT_OUT = ""


def ledger_unions(account: Account) -> Any:
    """Unions whose clerk the account is: those above units bring ledgers, units the sheets of their own studios."""
    return Union.objects.active().filter(pk__in=account.scope.union_ids(Role.CLERK)).order_by("path")


class LedgerUploadForm(forms.Form):
    """Union and workbook."""

    union = forms.ModelChoiceField(label=_("Union that keeps the ledger"), queryset=Union.objects.none())
    file = forms.FileField(
        label=_("Ledger"),
        help_text=_(
            "An .xlsx workbook or a CSV. Sheets and header row are found by themselves; nothing is written yet."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        """Offer the account's own unions; the only one is chosen already."""
        super().__init__(*args, **kwargs)
        self.sheets: list[Sheet] = []
        unions = ledger_unions(by)
        self.fields["union"].queryset = unions
        self.fields["union"].initial = unions.first()

    def clean_file(self) -> Any:
        """Refuse here, at the field, what is no ledger; of a long one the worker says so."""
        upload, union = self.cleaned_data["file"], self.cleaned_data.get("union")
        content = upload.read()
        try:
            if not is_long(content):
                self.sheets = read_workbook(content)
                require_ledger(find_tables(self.sheets, answers_of(union).headers if union else None), union)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        upload.seek(0)
        return upload


class LedgerColumnsForm(forms.Form):
    """What each header that nobody knows for certain means; asked once a header."""

    def __init__(self, *args: Any, tables: list[Table], **kwargs: Any) -> None:
        """One choice for each guessed or unknown header, with what stands below it."""
        super().__init__(*args, **kwargs)
        self.headers: dict[str, str] = {}
        self.places: dict[str, tuple[str, int]] = {}
        for table in tables:
            guesses = {placed.header: placed.column.key for placed in table.guessed}
            for header in [*guesses, *(unknown.header for unknown in table.unknown)]:
                self._ask(table, header, guesses.get(header, LEFT_OUT))

    def _ask(self, table: Table, header: str, guess: str) -> None:
        name = f"h{len(self.headers)}"
        if folded(header) in self.headers.values():
            return
        self.headers[name] = folded(header)
        self.places[name] = (table.sheet, table.header_row)
        taken = {key for key, placed in table.columns.items() if not placed.is_guessed}
        columns = [(c.key, c.label) for c in table.form.columns if c.key not in taken and c.key != "serial"]
        self.fields[name] = forms.ChoiceField(
            label=header,
            choices=[(LEFT_OUT, _("Not a column of the register")), *columns],
            required=False,
            initial=guess,
            help_text=examples(table, header),
        )

    @property
    def meant(self) -> dict[str, str]:
        """The column's key for each folded header."""
        return {header: self.cleaned_data[name] for name, header in self.headers.items()}

    def clean(self) -> dict[str, Any]:
        """Two headers of one table cannot be the same column."""
        found = super().clean() or {}
        chosen: set[tuple[tuple[str, int], str]] = set()
        for name, place in self.places.items():
            key = found.get(name)
            if key and (place, key) in chosen:
                self.add_error(name, _("Another header was given this column already."))
            elif key:
                chosen.add((place, key))
        return found


def examples(table: Table, header: str) -> str:
    """The first values below a header, as a hint."""
    guessed = next((placed.column.key for placed in table.guessed if placed.header == header), None)
    index = next((unknown.index for unknown in table.unknown if unknown.header == header), 0)
    cells = (line.cells.get(guessed) if guessed else line.others.get(index) for line in table.rows)
    values = list(dict.fromkeys(str(cell.value)[:20] for cell in cells if cell))[:3]
    return " · ".join([table.sheet, *values])


class LedgerQuestionsForm(forms.Form):
    """Questions about names and cells; what is left open stays a fault."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        """One choice a question, of what was offered."""
        super().__init__(*args, **kwargs)
        self.questions = {f"q{number}": question for number, question in enumerate(questions[:QUESTIONS_AT_ONCE])}
        for name, question in self.questions.items():
            more = len(question.places) - 1
            where = question.places[0] + (f" (+{more})" if more else "")
            self.fields[name] = forms.ChoiceField(
                label=f"{question.column}: {question.written[:60]}",
                choices=[*((option, option) for option in question.options), (LEFT_OUT, _("None of these"))],
                widget=forms.RadioSelect,
                required=False,
                initial=LEFT_OUT,
                help_text=f"{where} · {question.message}",
            )

    @property
    def answered(self) -> list[tuple[Question, str]]:
        """Each question that has an answer, with it."""
        chosen = ((question, self.cleaned_data.get(name)) for name, question in self.questions.items())
        return [(question, answer) for question, answer in chosen if answer]

    @property
    def names(self) -> dict[tuple[str, str], str]:
        """Answers that hold for a column wherever it says the same."""
        return {(question.key, question.written): answer for question, answer in self.answered if question.is_named}

    @property
    def cells(self) -> dict[str, str]:
        """Answers about single cells."""
        return {
            place: answer for question, answer in self.answered if not question.is_named for place in question.places
        }


class LedgerConfirmForm(forms.Form):
    """What the check said would be written, so that a register that changed since is noticed."""

    created = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    updated = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    unchanged = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
