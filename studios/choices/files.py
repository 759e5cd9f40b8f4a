"""Kinds of uploaded file that the register keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """A kind of file that is accepted; its label is what people call it."""

    PDF = "pdf", "PDF"
    JPEG = "jpeg", "JPEG"
    PNG = "png", "PNG"
    WEBP = "webp", "WEBP"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"

    @property
    def mime(self) -> str:
        """The media type a file of this kind is served with."""
        return _MIMES[self.value]

    @property
    def extension(self) -> str:
        """The ending a file of this kind is downloaded with, dot included."""
        return ".jpg" if self is FileKind.JPEG else f".{self.value}"

    @property
    def endings(self) -> frozenset[str]:
        """The endings (lower case, dot included) that people use for this kind."""
        if self is FileKind.JPEG:
            return frozenset({".jpg", ".jpeg", ".jpe", ".jfif"})
        if self is FileKind.CSV:
            return frozenset({".csv", ".txt", ".tsv"})
        return frozenset({self.extension})

    @property
    def is_picture(self) -> bool:
        """Whether it is one picture that can be shown as a derivative."""
        return self in {FileKind.JPEG, FileKind.PNG, FileKind.WEBP}


_MIMES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


class ScanMatch(models.TextChoices):
    """How it was found which version of the form a stamped scan shows."""

    CODE = "code", _("read from the QR code")
    HAND = "hand", _("compared by hand")
