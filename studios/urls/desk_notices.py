"""Addresses of public notices and objections at the desk."""

from django.urls import path

from studios.views.desk import notices, objections

urlpatterns = [
    path("desk/calls/<int:pk>/notices/", notices.notices, name="call_notices"),
    path("desk/calls/<int:pk>/notices/draft/", notices.draft, name="call_notice_draft"),
    path("desk/calls/<int:pk>/objections/", objections.objections, name="call_objections"),
    path("desk/notices/<int:pk>/", notices.notice, name="notice_desk"),
    path("desk/notices/<int:pk>/edit/", notices.edit, name="notice_edit"),
    path("desk/notices/<int:pk>/publish/", notices.publish, name="notice_publish"),
    path("desk/notices/<int:pk>/correct/", notices.correct, name="notice_correct"),
    path("desk/notices/<int:pk>/copy/", notices.copy, name="notice_copy"),
    path("desk/notices/<int:pk>/objections/new/", objections.register, name="notice_register"),
    path("desk/objections/<int:pk>/", objections.objection, name="objection"),
    path("desk/objections/<int:pk>/objector/", objections.objector, name="objection_objector"),
    path("desk/objections/<int:pk>/sift/", objections.sift, name="objection_sift"),
    path("desk/objections/<int:pk>/ask/", objections.ask, name="objection_ask"),
    path("desk/objections/<int:pk>/settle/", objections.settle, name="objection_settle"),
    path("desk/objections/<int:pk>/receipt/", objections.receipt, name="objection_receipt"),
    path("desk/objections/<int:pk>/evidence/", objections.evidence, name="objection_evidence"),
    path("desk/objections/<int:pk>/reply/", objections.reply, name="objection_reply"),
]
