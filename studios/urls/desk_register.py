"""Addresses of the register."""

from django.urls import path

from studios.views.desk import designations, persons, register_lists, register_rows, results, studios
from studios.views.desk.register_rows import NOUNS

ONE = "desk/studios/<int:pk>/"
RESULT = "desk/results/<int:pk>/"
PERSON = "desk/persons/<int:pk>/"

urlpatterns = [
    path("desk/studios/", register_lists.studios, name="desk_studios"),
    path("desk/studios/new/", studios.new, name="studio_new"),
    path(ONE, studios.studio, name="desk_studio"),
    path(f"{ONE}edit/", studios.edit, name="studio_edit"),
    path(f"{ONE}designations/new/", designations.record, name="studio_designation_new"),
    path(f"{ONE}delete/", studios.delete, name="studio_delete"),
    path(f"{ONE}files/", studios.upload, name="studio_upload"),
    path(f"{ONE}files/<int:file>/remove/", studios.remove_file, name="studio_file_remove"),
    path(f"{ONE}leads/<int:row>/honours/new/", register_rows.add_honour, name="award_new"),
    path(f"{ONE}leads/<int:row>/honours/<int:award>/delete/", register_rows.remove_honour, name="award_delete"),
]
for noun in NOUNS:
    urlpatterns += [
        path(f"{ONE}{noun}/new/", register_rows.add, {"noun": noun}, name=f"{noun}_new"),
        path(f"{ONE}{noun}/<int:row>/", register_rows.change, {"noun": noun}, name=f"{noun}_edit"),
        path(f"{ONE}{noun}/<int:row>/delete/", register_rows.delete, {"noun": noun}, name=f"{noun}_delete"),
    ]
urlpatterns += [
    path("desk/workers/", register_lists.workers, name="workers"),
    path("desk/persons/", register_lists.persons, name="persons"),
    path("desk/persons/matches/", persons.matches, name="person_matches"),
    path("desk/persons/matches/<int:pk>/", persons.match, name="person_match"),
    path(PERSON, persons.person, name="person"),
    path(f"{PERSON}edit/", persons.edit, name="person_edit"),
    path(f"{PERSON}erase/", persons.erase, name="person_erase"),
    path(f"{PERSON}reveal/", persons.reveal, name="person_reveal"),
    path("desk/members/", register_lists.members, name="desk_members"),
    path("desk/projects/", register_lists.projects, name="projects"),
    path("desk/results/", register_lists.results, name="desk_results"),
    path(RESULT, results.result, name="desk_result"),
    path(f"{RESULT}check/", results.check, name="result_check"),
    path(f"{RESULT}confirm/", results.confirm, name="result_confirm"),
    path(f"{RESULT}return/", results.send_back, name="result_return"),
    path(f"{RESULT}benefits/new/", results.benefit, name="benefit_new"),
    path(f"{RESULT}benefits/<int:row>/", results.benefit, name="benefit_edit"),
    path(f"{RESULT}benefits/<int:row>/delete/", results.remove_benefit, name="benefit_delete"),
    path("desk/apprenticeships/", register_lists.apprenticeships, name="apprenticeships"),
    path("desk/activities/", register_lists.activities, name="activities"),
    path("desk/designations/", register_lists.designations, name="designations"),
    path("desk/designations/<int:pk>/plaque/", studios.plaque_return, name="plaque_return"),
    path("desk/applications/<str:number>/take-over/", studios.take_over, name="application_take_over"),
]
