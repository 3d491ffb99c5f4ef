"""URLs of the people pages."""

from django.urls import path

from borough.frontoffice.people.views import duplicates, helpers, households, organisations, people

urlpatterns = [
    path("people/", people.search, name="people"),
    path("people/erase/", people.erasures, name="erasures"),
    path("people/duplicates/", duplicates.queue, name="duplicates"),
    path("people/duplicates/<int:number>/", duplicates.compare, name="duplicate"),
    path("people/duplicates/<int:number>/distinct/", duplicates.mark_distinct, name="duplicate_distinct"),
    path("people/erase/<str:reference>/refuse/", people.refuse_erasure, name="erasure_refuse"),
    path("people/organisations/add/", organisations.add, name="organisation_add"),
    path("people/organisations/<str:organisation>/", organisations.organisation, name="organisation"),
    path("people/organisations/<str:organisation>/correct/", organisations.correct, name="organisation_correct"),
    path("people/organisations/<str:organisation>/facts/", organisations.facts, name="organisation_facts"),
    path("people/organisations/<str:organisation>/close/", organisations.close, name="organisation_close"),
    path(
        "people/organisations/<str:organisation>/contacts/",
        organisations.organisation_contacts,
        name="organisation_contacts",
    ),
    path("people/organisations/<str:organisation>/people/add/", organisations.acting_add, name="organisation_role_add"),
    path(
        "people/organisations/<str:organisation>/people/<int:number>/",
        organisations.acting_change,
        name="organisation_role_change",
    ),
    path(
        "people/organisations/<str:organisation>/people/<int:number>/remove/",
        organisations.acting_remove,
        name="organisation_role_remove",
    ),
    path("people/households/<str:household>/", households.household, name="household"),
    path("people/households/<str:household>/add/", households.join, name="household_member_add"),
    path("people/households/<str:household>/<int:number>/", households.change, name="household_member_change"),
    path(
        "people/households/<str:household>/<int:number>/remove/",
        households.remove_member,
        name="household_member_remove",
    ),
    path("people/<str:reference>/household/", households.begin, name="household_create"),
    path("people/<str:reference>/", people.person, name="person"),
    path("people/<str:reference>/contacts/", people.person_contacts, name="person_contacts"),
    path("people/<str:reference>/helpers/", helpers.helpers, name="person_helpers"),
    path("people/<str:reference>/helpers/note/", helpers.note, name="person_helper_note"),
    path("people/<str:reference>/helpers/<str:mandate>/end/", helpers.end, name="person_helper_end"),
    path("people/<str:reference>/merges/<str:merge>/undo/", duplicates.undo, name="merge_undo"),
    path("people/<str:reference>/correct/", people.correct, name="correct_person"),
    path("people/<str:reference>/data/", people.everything, name="person_data"),
    path("people/<str:reference>/data/file/", people.everything_file, name="person_data_file"),
    path("people/<str:reference>/data/archive/", people.everything_archive, name="person_data_archive"),
    path("people/<str:reference>/erase/", people.erase, name="erase_person"),
]
