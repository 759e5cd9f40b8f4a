"""Addresses of the desk's pages of pictures."""

from django.urls import path, re_path

from studios.views.desk import pictures

ALL = "desk/studios/<int:pk>/pictures/"
ONE = f"{ALL}<int:row>/"

urlpatterns = [
    path(ALL, pictures.pictures, name="studio_pictures"),
    path(ONE, pictures.change, name="studio_picture"),
    path(f"{ONE}publish/", pictures.publish, name="studio_picture_publish"),
    path(f"{ONE}withdraw/", pictures.withdraw, name="studio_picture_withdraw"),
    path(f"{ONE}remove/", pictures.remove, name="studio_picture_remove"),
    re_path(r"^desk/pictures/(?P<pk>\d{1,18})-(?P<width>\d{2,4})\.webp$", pictures.preview, name="picture_preview"),
]
