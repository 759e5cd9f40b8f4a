"""Makes and keeps papers: the application form as PDF."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app

from studios.actions.attachments import keep_file
from studios.models import ApplicationVersion, Attachment
from studios.values.typesetting.papers import set_paper

FORM_PDF = "form_pdf"
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "documents"


def set_form(paper: dict[str, Any]) -> bytes:
    """The application form as PDF."""
    return set_paper(TEMPLATES / "application_form.typ", paper, fonts=settings.PDF_FONT_DIRS)


@transaction.atomic
def order_form_pdf(version: ApplicationVersion, paper: dict[str, Any]) -> None:
    """Let the worker set the form of a submitted version and keep it with the case."""
    app.configure_task("studios.make_form_pdf").defer(version_id=version.pk, paper=paper)


def store_form_pdf(version: ApplicationVersion, paper: dict[str, Any]) -> Attachment:
    """Set and keep the form of a version, once."""
    application = version.application
    name = f"{application.number}-{version.number}.pdf"
    kept = application.attachments.filter(slot=FORM_PDF, name=name).first()
    return kept or keep_file(
        BytesIO(set_form(paper)), name=name, by=None, union=application.union, slot=FORM_PDF, application=application
    )
