"""Fields of the application form: each knows its text on screen, its stored JSON and how it reads."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from studios.forms.application.book import Book
from unions import clock
from unions.ui import forms as ui
from unions.values.mobiles import normalise_mobile
from unions.values.money import display_wan, yuan_to_wan
from unions.values.text import clean_line, clean_text

EARLIEST = 1950
DAMAGED = re.compile("[\ufffd\ud800-\udfff]")
TOO_LONG = gettext_lazy("At most %(limit_value)d characters; there are %(show_value)d.")
UNLISTED = gettext_lazy("Choose one of the listed entries.")


class Kept:
    """What every field of the form adds to Django's: JSON, raw text, display, and the book of dictionaries."""

    nothing: Any = None
    asks = gettext_lazy("Fill in: {label}")
    private = ""
    is_whole = False
    raw: Mapping[str, str] = {}

    @property
    def caption(self) -> str:
        """What the value is called where it is read."""
        return str(self.label)

    @property
    def is_long(self) -> bool:
        """Whether the value is a text of several lines."""
        return bool(getattr(self, "lines", 0))

    def keys(self, name: str) -> tuple[str, ...]:
        """Under which names the form sends the value."""
        return (name,)

    def prepare(self, book: Book, raw: Mapping[str, str]) -> None:
        """Keep the raw text and word the message for an empty field."""
        self.raw = raw
        self.error_messages["required"] = str(self.asks).format(label=self.label)

    def to_json(self, value: Any) -> Any:
        """The stored form of a cleaned value."""
        return value

    def to_raw(self, name: str, value: Any) -> dict[str, str]:
        """The text that a stored value shows."""
        return {name: "" if value is None else str(value)}

    def show(self, value: Any, book: Book) -> str:
        """The stored value as people read it."""
        return "" if value is None else str(value)


class Text(Kept, forms.CharField):
    """One line, or several with `lines`; counted by code point."""

    nothing = ""

    def __init__(self, *, limit: int, lines: int = 0, private: str = "", **kwargs: Any) -> None:
        """Take a limit; `lines` makes it a text area of so many rows."""
        self.lines, self.private = lines, private
        widget = forms.Textarea(attrs={"rows": lines}) if lines else forms.TextInput()
        super().__init__(max_length=limit, widget=widget, **kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        """Drop what cannot be seen; a damaged character is said, because something is missing there."""
        typed = super().to_python(value)
        if DAMAGED.search(typed):
            raise ValidationError(_("The text holds a damaged character (shown as �). Type it again there."), "damaged")
        return clean_text(typed).strip() if self.lines else clean_line(typed)


class Telephone(Text):
    """A telephone number."""

    SHAPE = re.compile(r"[0-9+][0-9 ()（）转\-－—]{4,29}")

    def __init__(self, **kwargs: Any) -> None:
        """Thirty characters are enough for an extension."""
        super().__init__(limit=30, **kwargs)

    def validate(self, value: str) -> None:
        """Digits, with the marks people write."""
        super().validate(value)
        if value and not self.SHAPE.fullmatch(value):
            raise ValidationError(_("Fill in a telephone number, for example 0571-88001234."), "phone")


class Mobile(Text):
    """A mobile number of eleven digits; shown above with its middle masked."""

    def __init__(self, **kwargs: Any) -> None:
        """Leave room for blanks."""
        super().__init__(limit=20, private="mobile", **kwargs)

    def to_python(self, value: Any) -> str:
        """The eleven digits."""
        text = super().to_python(value)
        return normalise_mobile(text) if text else ""


class Wan(Kept, ui.WanField):
    """Money typed in 万元 with up to six decimals, stored as a string of yuan."""

    def to_json(self, value: Decimal | None) -> str | None:
        """Yuan as text, so that no digit is lost."""
        return None if value is None else f"{value:f}"

    def to_raw(self, name: str, value: str | None) -> dict[str, str]:
        """万元 with all digits that were typed."""
        return {name: "" if value is None else yuan_to_wan(Decimal(value))}

    def show(self, value: str | None, book: Book) -> str:
        """万元 with its unit."""
        return "" if value is None else _("%(amount)s (10,000 yuan)") % {"amount": display_wan(Decimal(value))}


class Whole(Kept, forms.IntegerField):
    """A whole number within limits."""

    def __init__(self, *, low: int = 0, high: int = 1_000_000, **kwargs: Any) -> None:
        """Take limits."""
        super().__init__(
            min_value=low, max_value=high, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **kwargs
        )
        self.error_messages |= {
            "invalid": gettext_lazy("Fill in a whole number."),
            "min_value": gettext_lazy("Fill in a number of at least %(limit_value)s."),
            "max_value": gettext_lazy("Fill in a number of at most %(limit_value)s."),
        }

    def to_python(self, value: Any) -> int | None:
        """Read full-width digits; anything long is no number."""
        text = unicodedata.normalize("NFKC", str(value or "")).strip()
        if len(text) > 20:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class Year(Whole):
    """A year that is not in the future."""

    def __init__(self, **kwargs: Any) -> None:
        """Four digits."""
        super().__init__(low=EARLIEST, high=2100, **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Fill in a year of four digits, for example 2024.")

    def validate(self, value: int | None) -> None:
        """No year after this one."""
        super().validate(value)
        if value and value > clock.today().year:
            raise ValidationError(_("The year cannot be after this year."), "future")


class Area(Kept, forms.DecimalField):
    """An area in square metres, stored as text."""

    affix = "m²"

    def __init__(self, **kwargs: Any) -> None:
        """Two decimals."""
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_digits=8, decimal_places=2, min_value=Decimal(0), widget=widget, **kwargs)
        wording = gettext_lazy("Fill in the area in square metres, for example 86.5.")
        self.error_messages |= dict.fromkeys(
            ("invalid", "max_digits", "max_decimal_places", "max_whole_digits", "min_value"), wording
        )

    def to_json(self, value: Decimal | None) -> str | None:
        """Text, so that no digit is lost."""
        return None if value is None else f"{value:f}"

    def show(self, value: str | None, book: Book) -> str:
        """With its unit."""
        return "" if value is None else f"{value} m²"


class Day(Kept, forms.DateField):
    """A day, stored as 2026-09-28; several ways of writing are read."""

    is_whole = True
    SHAPE = re.compile(r"(\d{4})[-年./](\d{1,2})[-月./](\d{1,2})日?")
    ISO = re.compile(r"\d{4}-\d{2}-\d{2}")

    def __init__(self, *, may_be_future: bool = False, **kwargs: Any) -> None:
        """Refuse the future unless told otherwise."""
        self.may_be_future = may_be_future
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def prepare(self, book: Book, raw: Mapping[str, str]) -> None:
        """Show what is no date in a plain text box, because a browser's date control would hide it."""
        super().prepare(book, raw)
        text = next(iter(raw.values()), "")
        if text and self._read(text) is None:
            self.widget.attrs["type"] = self.widget.input_type = "text"

    def _read(self, text: str) -> date | None:
        found = self.SHAPE.fullmatch("".join(unicodedata.normalize("NFKC", text[:40]).split()))
        try:
            return date(*(int(part) for part in found.groups())) if found else None
        except ValueError:
            return None

    def to_python(self, value: Any) -> date | None:
        """Read a day that exists."""
        text = str(value or "").strip()
        if not text:
            return None
        day = self._read(text)
        if day is None or day.year < EARLIEST or day.year > 2100:
            raise ValidationError(_("There is no such day. Write it as in 2026-09-28."), "invalid")
        if day > clock.today() and not self.may_be_future:
            raise ValidationError(_("%(label)s cannot be after today.") % {"label": self.label}, "future")
        return day

    def to_json(self, value: date | None) -> str | None:
        """2026-09-28."""
        return value.isoformat() if value else None

    def show(self, value: str | None, book: Book) -> str:
        """As tables write it."""
        return value or ""


class Month(Kept, ui.MonthField):
    """A month, stored as 2026-09; two selects on screen."""

    is_whole = True

    def __init__(self, *, private: str = "", **kwargs: Any) -> None:
        """`private` names what is masked above."""
        self.private = private
        super().__init__(**kwargs)
        for part in self.fields:
            part.error_messages["invalid_choice"] = gettext_lazy("Choose a year and a month of the lists.")

    def keys(self, name: str) -> tuple[str, ...]:
        """Year and month come apart."""
        return f"{name}_0", f"{name}_1"

    def to_json(self, value: date | None) -> str | None:
        """2026-09."""
        return f"{value:%Y-%m}" if value else None

    def to_raw(self, name: str, value: str | None) -> dict[str, str]:
        """Year and month apart."""
        year, _dash, month = (value or "").partition("-")
        return {f"{name}_0": year, f"{name}_1": month.lstrip("0")}

    def show(self, value: str | None, book: Book) -> str:
        """2026年9月, in English September 2026."""
        if not value:
            return ""
        first = date.fromisoformat(f"{value}-01")
        chinese = (get_language() or "zh").startswith("zh")
        return f"{first.year}年{first.month}月" if chinese else date_format(first, "F Y")


class Pick(Kept, forms.ChoiceField):
    """One of a closed vocabulary; `radio` for a few, a list for many."""

    asks = gettext_lazy("Choose: {label}")

    def __init__(self, *, choices: Any, radio: bool = False, private: str = "", **kwargs: Any) -> None:
        """Put an empty first entry before the choices of a list."""
        self.private, self.labels = private, {str(v): label for v, label in choices}
        entries = list(choices) if radio else [("", "---------"), *choices]
        super().__init__(choices=entries, widget=forms.RadioSelect() if radio else forms.Select(), **kwargs)
        self.error_messages["invalid_choice"] = UNLISTED

    def to_json(self, value: str) -> str | None:
        """Nothing chosen is null."""
        return value or None

    def show(self, value: str | None, book: Book) -> str:
        """The label."""
        return str(self.labels.get(str(value), "")) if value else ""


class YesNo(Pick):
    """Yes or no, with no answer until one is given."""

    def __init__(self, **kwargs: Any) -> None:
        """Two radio buttons."""
        super().__init__(choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))], radio=True, **kwargs)

    def to_json(self, value: str) -> bool | None:
        """True, False or null."""
        return {"yes": True, "no": False}.get(value)

    def to_raw(self, name: str, value: bool | None) -> dict[str, str]:  # noqa: FBT001 - the stored value
        """The radio's value."""
        return {name: "" if value is None else "yes" if value else "no"}

    def show(self, value: bool | None, book: Book) -> str:  # noqa: FBT001 - the stored value
        """The label."""
        return "" if value is None else str(self.labels["yes" if value else "no"])


class Tick(Kept, forms.BooleanField):
    """A box to tick."""

    nothing = False

    def to_raw(self, name: str, value: bool | None) -> dict[str, str]:  # noqa: FBT001 - the stored value
        """Present when ticked."""
        return {name: "on"} if value else {}

    def show(self, value: bool | None, book: Book) -> str:  # noqa: FBT001 - the stored value
        """Yes or no."""
        return _("Yes") if value else _("No")


class Declaration(Tick):
    """A declaration to tick; where it is read its words are the value."""

    is_long = True

    @property
    def caption(self) -> str:
        """The short word."""
        return _("Declaration")

    def show(self, value: bool | None, book: Book) -> str:  # noqa: FBT001 - the stored value
        """The words, once they were declared."""
        return str(self.label) if value else ""


class Entry(Kept, forms.ChoiceField):
    """An entry of a dictionary or of another page, by its key; `source` names the book's list."""

    asks = gettext_lazy("Choose: {label}")

    def __init__(self, *, source: str, radio: bool = False, **kwargs: Any) -> None:
        """The choices come from the book when the part is made."""
        self.source = source
        super().__init__(choices=(), widget=forms.RadioSelect() if radio else forms.Select(), **kwargs)
        self.error_messages["invalid_choice"] = UNLISTED

    def prepare(self, book: Book, raw: Mapping[str, str]) -> None:
        """Offer what the book holds, and a retired entry only where it is already chosen."""
        super().prepare(book, raw)
        chosen = next(iter(raw.values()), "")
        offered = book.choices(self.source, chosen)
        self.choices = offered if isinstance(self.widget, forms.RadioSelect) else [("", "---------"), *offered]

    def to_json(self, value: str) -> int | str | None:
        """Whole numbers for dictionaries, text for codes and row keys."""
        if not value:
            return None
        return int(value) if self.source in Book.NUMBERED else value

    def show(self, value: Any, book: Book) -> str:
        """The entry's name."""
        return book.name(self.source, value) if value is not None else ""
