"""The eight pages and how they are validated.

What others rely on:

- `SECTIONS[key]` is the class of a page. `SECTIONS[key].from_content(content, book=…)` reads a stored page,
  `.from_post(post, book=…, stored=…)` a sent one; then `.to_content()`, `.faults()` (anchor, group, message), `.rows(name)`.
- `open_book(application)` is what a page looks things up in: dictionaries, the other pages, files, the call's slots.
- `validate_all(application)` gives the faults of every page from what is stored.
- `display.describe(key, content, book=…)` gives label and value of every answer, `display.compare(…)` what changed.

Content is JSON: `{"schema": 1, …}`. Rows of a group carry a `key` that never changes. Months are "2026-09", days
"2026-09-28", money and areas are decimal strings (money in yuan), dictionary entries and persons are primary keys, an
industry is its code, yes/no is true/false/null; empty text is "", every other empty value null. What could not be
understood stands as typed under `typed` and nowhere else.

basics    name name_reason kind industry field founded_on address contact_name contact_phone introduction [employer]
leads     leads: person? name sex birth_month mobile political_status education trade title skill_grade is_in_post merits,
          honours: honour year document
team      members: person? record? name sex birth_month role trade title skill_grade joined_on
results   projects: record? title area state approved_by starts_on ends_on (months) difficulty;
          results: record? title kind number finished_on (day) adopters_count problem novelty is_secret
benefits  benefits: record? result (key of a result's row) year method amount formula period
training  promotion; apprenticeships: person? record? name sex birth_month master (key of a lead's or member's row)
          agreed_on (day) starts_on ends_on (months) grade_before grade_after;
          activities: record? kind happened_on topic people_count place
means     area equipment has_sign has_ledger; funds: year amount source
summary   summary notice_from notice_to notice_outcome declared explain_<condition>

Files are attachments of the application with the slots `honour-<row>`, `portrait-<row>`, `result-<row>`,
`finance-<row>`, `rules` and `slot-<key of the call's slot>`.
"""

from studios.choices.sections import SectionKey
from studios.forms.application.basics import BasicsForm
from studios.forms.application.benefits import BenefitsForm
from studios.forms.application.book import Book
from studios.forms.application.leads import LeadsForm
from studios.forms.application.means import MeansForm
from studios.forms.application.results import ResultsForm
from studios.forms.application.section import Fault, SectionForm
from studios.forms.application.summary import SummaryForm
from studios.forms.application.team import TeamForm
from studios.forms.application.training import TrainingForm

SECTIONS: dict[SectionKey, type[SectionForm]] = {
    form.key: form
    for form in (BasicsForm, LeadsForm, TeamForm, ResultsForm, BenefitsForm, TrainingForm, MeansForm, SummaryForm)
}


def open_book(application, *, version=None) -> Book:
    """The book of an application as it stands, or of a frozen version: pages and files in two queries, the rest later."""
    attachments = application.attachments.all()
    if version is None:
        contents = {section.key: section.content for section in application.sections.all()}
        attachments = attachments.filter(removed_at=None)
    else:
        contents = version.content
        attachments = attachments.filter(pk__in=[f["id"] for f in version.content.get("files") or []])
    files: dict[str, list] = {}
    for attachment in attachments:
        files.setdefault(attachment.slot, []).append(attachment)
    return Book(contents=contents, files=files, application=application)


def validate_all(application, *, book: Book | None = None) -> dict[SectionKey, list[Fault]]:
    """Faults of every page, from what is stored."""
    book = book or open_book(application)
    return {key: form.from_content(book.contents.get(key) or {}, book=book).faults() for key, form in SECTIONS.items()}
