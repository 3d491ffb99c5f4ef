"""URLs of the case pages."""

from django.urls import path

from borough.frontoffice.cases.views import cases, files

urlpatterns = [
    path("cases/", cases.queue, name="cases"),
    path("cases/bulk/", cases.bulk, name="case_bulk"),
    path("cases/handovers/", cases.handovers, name="case_handovers"),
    path("cases/<str:reference>/", cases.case, name="case"),
    path("cases/<str:reference>/move/", cases.move, name="case_move"),
    path("cases/<str:reference>/hand-over/", cases.hand, name="case_hand_over"),
    path("cases/<str:reference>/files/", files.attach, name="case_attach"),
    path("cases/<str:reference>/files/<str:number>/", files.opened, name="case_file"),
    path("cases/<str:reference>/note/", cases.note, name="case_note"),
    path("cases/<str:reference>/tasks/", cases.task, name="case_task"),
    path("cases/<str:reference>/tasks/<int:number>/", cases.task_done, name="case_task_done"),
]
