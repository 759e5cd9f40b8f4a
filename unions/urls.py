"""Addresses of sign-in, people and authority."""

from django.urls import path

from unions.views import audit, calendar, health, sign_in

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    # The library's own list would bring signing up and resetting by mail; names are those it reverses.
    path("desk/sign-in/", sign_in.sign_in, name="account_login"),
    path("desk/sign-in/code/", sign_in.give_code, name="mfa_authenticate"),
    path("desk/sign-in/kept-text/", sign_in.kept_text, name="kept_text"),
    path("desk/sign-out/", sign_in.sign_out, name="account_logout"),
    path("desk/password/", sign_in.change_password, name="account_change_password"),
    path("desk/password/again/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("desk/second-step/", sign_in.second_step, name="mfa_index"),
    path("desk/second-step/add/", sign_in.enrol, name="mfa_activate_totp"),
    path("desk/second-step/remove/", sign_in.unenrol, name="mfa_deactivate_totp"),
    path("desk/second-step/code/", sign_in.give_code_again, name="mfa_reauthenticate"),
    path("desk/second-step/recovery-codes/", sign_in.recovery_codes, name="mfa_view_recovery_codes"),
    path("desk/second-step/recovery-codes/new/", sign_in.new_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "desk/second-step/recovery-codes/download/",
        sign_in.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("desk/sessions/", sign_in.sessions, name="usersessions_list"),
    path("desk/audit/", audit.audit, name="audit"),
    path("desk/calendar/", calendar.this_year, name="calendar"),
    path("desk/calendar/<int:year>/", calendar.year, name="calendar_year"),
    path("desk/calendar/<int:year>/paste/", calendar.paste, name="calendar_paste"),
]
