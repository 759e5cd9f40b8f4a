"""Addresses of letters of the public at the desk."""

from django.urls import path

from studios.views.desk import adoptions, letters, requests

ADOPTION = "desk/adoptions/<int:pk>/"
REQUEST = "desk/requests/<int:pk>/"

urlpatterns = [
    path("desk/studios/<int:pk>/letters/", letters.of_studio, name="studio_letters"),
    path("desk/adoptions/", adoptions.adoptions, name="adoptions"),
    path(ADOPTION, adoptions.adoption, name="adoption"),
    path(f"{ADOPTION}settle/", adoptions.settle, name="adoption_settle"),
    path("desk/requests/", requests.requests, name="requests"),
    path(REQUEST, requests.cooperation, name="request"),
    path(f"{REQUEST}answer/", requests.answer, name="request_answer"),
]
for noun, one in {"adoption": ADOPTION, "request": REQUEST}.items():
    urlpatterns += [
        path(f"{one}reveal/", letters.reveal, {"noun": noun}, name=f"{noun}_reveal"),
        path(f"{one}erase/", letters.erase, {"noun": noun}, name=f"{noun}_erase"),
    ]
