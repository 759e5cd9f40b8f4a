"""Addresses of a studio's page at the desk."""

from django.urls import path

from studios.views.desk import page_rows, profiles, publishing

PAGE = "desk/studios/<int:pk>/page/"
BLOCK = f"{PAGE}<slug:key>/"

urlpatterns = [
    path("desk/pages/", publishing.waiting, name="pages_waiting"),
    path(PAGE, profiles.page, name="studio_page"),
    path(f"{PAGE}preview/", profiles.preview, name="studio_page_preview"),
    path(f"{PAGE}offers/new/", page_rows.offer, name="studio_offer_new"),
    path(f"{PAGE}offers/<int:row>/", page_rows.offer, name="studio_offer"),
    path(f"{PAGE}offers/<int:row>/delete/", page_rows.remove_offer, name="studio_offer_delete"),
    path(f"{PAGE}alliances/new/", page_rows.alliance, name="studio_alliance_new"),
    path(f"{PAGE}alliances/<int:row>/", page_rows.alliance, name="studio_alliance"),
    path(f"{PAGE}alliances/<int:row>/leave/", page_rows.leave, name="studio_alliance_leave"),
    path(f"{PAGE}members/<int:row>/consent/", page_rows.consent, name="studio_consent"),
    path(f"{PAGE}members/<int:row>/consent/end/", page_rows.end_consent, name="studio_consent_end"),
    path(f"{BLOCK}edit/", profiles.block, name="studio_page_block"),
    path(f"{BLOCK}send/", publishing.send, name="studio_page_send"),
    path(BLOCK, publishing.review, name="studio_page_review"),
    path(f"{BLOCK}publish/", publishing.publish, name="studio_page_publish"),
    path(f"{BLOCK}return/", publishing.send_back, name="studio_page_return"),
    path(f"{BLOCK}withdraw/", publishing.withdraw, name="studio_page_withdraw"),
]
