"""Why an uploaded file is refused: one kind sentence for each reason."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class UploadRefused(ValidationError):
    """An uploaded file that is not kept; `code` names the reason."""

    def __init__(self, message: Any, code: str) -> None:
        super().__init__(message, code=code)


REASONS: dict[str, Promise] = {
    # Any file
    "empty": _("The file is empty. Choose it again, or save it once more first."),
    "too_big": _("The file is larger than 20 MB. Scan it at a lower resolution or split it."),
    "unknown_kind": _("This kind of file can't be taken. Save it as PDF or JPG and upload that."),
    "kind_not_allowed": _("This place doesn't take files of this kind. Choose one of the kinds named beside it."),
    "name_mismatch": _(
        "The ending of the file's name doesn't match its content. "
        "Save it again from its own program instead of renaming it."
    ),
    "hidden_content": _("Another document is hidden inside this file. Open it, save it as a new file and upload that."),
    # Kinds that offices use and that are not taken
    "ofd": _("OFD can't be taken. Open it in its reader, save it as PDF and upload that."),
    "old_office": _(
        "Files of WPS and old Word or Excel (.wps, .et, .doc, .xls) can't be taken. "
        "Use “Save as” to make a PDF, DOCX or XLSX."
    ),
    "slides": _("Slides can't be taken. Use “Save as” to make a PDF and upload that."),
    "heic": _(
        "HEIC photos can't be taken. Save the photo as JPG on the phone, "
        "or send it through WeChat and save it from there."
    ),
    "gif": _("GIF and other older picture formats can't be taken. Save it as JPG or PNG."),
    "vector": _("Drawings such as SVG and EPS can't be taken. Export it as PDF or JPG."),
    "web_page": _("Web pages can't be taken. Print the page to PDF and upload that."),
    "archive": _("ZIP and other archives can't be taken. Unpack it and upload the files one by one as PDF or JPG."),
    "video": _("Video and sound can't be taken. Save a picture of it as JPG, or describe it in a PDF."),
    "program": _("Programs can't be taken. Save your material as PDF or JPG."),
    "text": _("Plain text can't be taken. Save it as PDF or DOCX and upload that."),
    # Pictures
    "image_broken": _("The picture is damaged or incomplete. Take or save it again and upload that."),
    "image_too_large": _("The picture has more than 40 megapixels. Make it smaller and upload that."),
    "image_too_small": _("The picture is too small for a page: it needs at least 320 pixels in width and height."),
    "image_moving": _("Moving pictures can't be taken. Save one picture of it as JPG."),
    # PDF
    "pdf_broken": _("The PDF is damaged or incomplete. Open it, print it to a new PDF and upload that."),
    "pdf_password": _("The PDF is protected by a password. Save it without a password and upload that."),
    "pdf_too_many_pages": _("The PDF has more than 300 pages. Split it and upload the parts."),
    "pdf_too_complex": _("The PDF is too complicated to check. Print it to a new PDF and upload that."),
    "pdf_script": _("The PDF holds a script. Print it to a new PDF and upload that."),
    "pdf_launch": _("The PDF opens another file or program. Print it to a new PDF and upload that."),
    "pdf_form": _("The PDF holds a form that sends or loads data. Print it to a new PDF and upload that."),
    "pdf_attachment": _(
        "Other files are attached to the PDF. Upload them one by one, and the PDF without attachments."
    ),
    "pdf_media": _("The PDF holds video or sound. Print it to a new PDF and upload that."),
    # Word and Excel
    "office_broken": _("The Word or Excel file is damaged or incomplete. Open it, save it again and upload that."),
    "office_password": _(
        "The file is protected by a password or in an old format. Save it as DOCX or XLSX without a password."
    ),
    "office_bomb": _(
        "The file unpacks to far more than it seems to hold. Copy its content into a new file, or save it as PDF."
    ),
    "office_macro": _("The file holds macros. Use “Save as” to make a DOCX or XLSX without macros, or a PDF."),
    "office_external": _("The file loads content from somewhere else. Break the links in it, or save it as PDF."),
    "word_empty": _("The Word file holds no text. Pictures are added on the page of the story."),
    "word_too_complex": _(
        "The Word file is too complicated to take over. Copy its text into a new file and upload that."
    ),
    "word_too_long": _(
        "The text is longer than a story may be (about 50,000 characters). Shorten it, or make two of it."
    ),
    "office_embedded": _("Other files or objects are embedded in the file. Remove them, or save it as PDF."),
}


def refused(code: str) -> UploadRefused:
    """The refusal for a reason."""
    return UploadRefused(REASONS[code], code)
