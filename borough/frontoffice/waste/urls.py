"""URLs of the waste pages."""

from django.urls import path

from borough.frontoffice.waste.views import crew_tasks, day_changes, renewals, rounds

urlpatterns = [
    path("waste/", rounds.home, name="waste"),
    path("waste/rounds/", rounds.round_list, name="waste_rounds"),
    path("waste/days/", day_changes.changes, name="waste_days"),
    path("waste/days/change/", day_changes.change, name="waste_change"),
    path("waste/days/holidays/", day_changes.holidays, name="waste_holidays"),
    path("waste/days/<int:change>/withdraw/", day_changes.withdraw, name="waste_withdraw"),
    path("waste/jobs/", rounds.task_list, name="waste_tasks"),
    path("waste/missed/", rounds.missed_list, name="waste_missed"),
    path("waste/subscriptions/", rounds.subscription_list, name="waste_subscriptions"),
    path("waste/renewals/", renewals.renewals, name="renewals"),
    path("waste/renewals/file/", renewals.file, name="renewals_file"),
    path("waste/bulky/", day_changes.bulky_days, name="waste_bulky"),
    path("waste/bulky/set/", day_changes.set_bulky, name="waste_bulky_set"),
    path("waste/jobs/<str:reference>/cancel/", crew_tasks.call_off, name="waste_task_cancel"),
    path("waste/<int:uprn>/", rounds.property_page, name="waste_property"),
    path("waste/<int:uprn>/request/", crew_tasks.ask, name="waste_task_request"),
]
