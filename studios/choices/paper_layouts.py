"""Which layout a paper is set in: the name of a template for typesetting and of one for Word."""

from studios.choices.reviews import PaperKind

LAYOUTS: dict[str, str] = {
    PaperKind.SUMMARY: "list",
    PaperKind.SCORE_SHEET: "score_sheet",
    PaperKind.RESULTS: "list",
    PaperKind.NOTICE: "letter",
    PaperKind.DECISION: "letter",
    PaperKind.CERTIFICATE: "certificate",
    PaperKind.PLAQUES: "plaques",
    PaperKind.PLAQUE_ORDER: "list",
    PaperKind.REPORT: "report",
    PaperKind.CONDITIONS: "list",
    PaperKind.PROFILE: "profile",
    PaperKind.LEDGER: "list",
    PaperKind.CASE_FORM: "profile",
}
