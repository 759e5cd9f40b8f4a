"""Addresses: public ones in two languages, then the desk, administration and checks."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("unions.urls")),
    path("", include("studios.urls.desk")),
    path("", include("studios.urls.public_pictures")),
    path("admin/", admin.site.urls),
    path("", include("studios.urls.machines")),
    *i18n_patterns(path("", include("studios.urls.public")), prefix_default_language=False),
]

handler400 = "unions.views.errors.bad_request"
handler403 = "unions.views.errors.permission_denied"
handler404 = "unions.views.errors.page_not_found"
handler500 = "unions.views.errors.server_error"
