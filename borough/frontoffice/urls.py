"""Addresses of the front office."""

from django.urls import path

from borough.frontoffice.web import candidates, editing, gazetteer, matches, pages, people, places

app_name = "frontoffice"
urlpatterns = [
    path("", pages.home, name="home"),
    path("contacts/", pages.contact_list, name="contacts"),
    path("contacts/<str:reference>/", pages.contact, name="contact"),
    path("record/", pages.record, name="record"),
    path("people/", people.search, name="people"),
    path("people/erase/", people.erasures, name="erasures"),
    path("people/<str:reference>/", people.person, name="person"),
    path("people/<str:reference>/contacts/", people.person_contacts, name="person_contacts"),
    path("people/<str:reference>/correct/", people.correct, name="correct_person"),
    path("people/<str:reference>/everything/", people.everything, name="everything"),
    path("people/<str:reference>/everything/file/", people.everything_file, name="everything_file"),
    path("people/<str:reference>/erase/", people.erase, name="erase_person"),
    path("addresses/", places.addresses, name="addresses"),
    path("addresses/suggest/", places.suggest, name="address_suggest"),
    path("addresses/missing/", candidates.missing, name="address_missing"),
    path("addresses/matches/", matches.queue, name="matches"),
    path("addresses/matches/<int:number>/", matches.match, name="match"),
    path("addresses/matches/<int:number>/decide/", matches.decide, name="match_decide"),
    path("addresses/matches/<int:number>/undo/", matches.undo, name="match_undo"),
    path("addresses/<int:uprn>/", places.place, name="place"),
    path("addresses/<int:uprn>/report/", candidates.report, name="place_report"),
    path("addresses/<int:uprn>/amend/", editing.amend, name="place_amend"),
    path("addresses/<int:uprn>/retire/", editing.retire, name="place_retire"),
    path("addresses/<int:uprn>/split/", editing.split, name="place_split"),
    path("addresses/<int:uprn>/merge/", editing.merge, name="place_merge"),
    path("gazetteer/", gazetteer.health, name="gazetteer"),
    path("gazetteer/candidates/", candidates.queue, name="candidates"),
    path("gazetteer/candidates/<str:reference>/", candidates.candidate, name="candidate"),
    path("gazetteer/candidates/<str:reference>/likely/", candidates.likely, name="candidate_likely"),
    path("gazetteer/candidates/<str:reference>/take/", candidates.take, name="candidate_take"),
    path("gazetteer/candidates/<str:reference>/decide/", candidates.decide, name="candidate_decide"),
    path("gazetteer/add/", editing.create, name="place_add"),
    path("gazetteer/numbers/", editing.ranges, name="number_ranges"),
    path("gazetteer/streets/suggest/", editing.suggest_street, name="street_suggest"),
    path("gazetteer/review/", gazetteer.review, name="gazetteer_review"),
    path("gazetteer/review/<slug:key>/", gazetteer.short, name="gazetteer_short"),
    path("gazetteer/<int:run>/<int:check>/", gazetteer.check, name="gazetteer_check"),
    path("jobs/", pages.jobs, name="jobs"),
    path("jobs/<int:number>/retry/", pages.retry_job, name="retry_job"),
]
