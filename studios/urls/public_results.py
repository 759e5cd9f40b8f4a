"""Public addresses of results, working methods and letters to studios."""

from django.urls import path, re_path

from studios.views import intake_letters
from studios.views.public import letters, result_exports, results

RESULT = r"^results/(?P<pk>\d{1,18})/"

urlpatterns = [
    path("results/", results.results, name="results"),
    path("results.csv", result_exports.sheet, name="results_sheet"),
    path("results.atom", result_exports.feed, name="results_feed"),
    re_path(rf"{RESULT}$", results.result, name="result"),
    re_path(rf"{RESULT}adoption/$", intake_letters.adoption, name="adoption_new"),
    path("methods/", results.methods, name="methods"),
    path("studios/<str:number>/request/", intake_letters.cooperation, name="cooperation_new"),
    path("letters/", letters.ask, name="letter_query"),
    path("letters/<str:code>/", letters.state, name="letter_state"),
]
