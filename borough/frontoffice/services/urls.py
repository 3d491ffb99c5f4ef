"""URLs of the service pages."""

from django.urls import path

from borough.frontoffice.services.views import performance, services, texts

urlpatterns = [
    path("services/", services.service_list, name="services"),
    path("services/start/<slug:key>/", services.begin, name="service_start"),
    path("services/submissions/<str:reference>/", services.submission, name="submission"),
    path("services/submissions/<str:reference>/files/<str:number>/", services.submission_file, name="submission_file"),
    path("services/performance/", performance.figures, name="service_performance"),
    path("services/performance/<slug:key>/", performance.figure, name="service_performance_detail"),
    path("services/routes/", performance.access_routes, name="service_routes"),
    path("service-texts/", texts.text_services, name="text_services"),
    path("service-texts/<slug:key>/", texts.texts, name="service_texts"),
    path("service-texts/<slug:key>/change/", texts.text, name="service_text"),
    path("service-texts/<slug:key>/preview/", texts.preview, name="service_text_preview"),
    path("service-texts/<slug:key>/publish/", texts.publish, name="service_text_publish"),
    path("service-texts/<slug:key>/decide/", texts.decide, name="service_text_decide"),
    path("service-texts/<slug:key>/undo/<int:number>/", texts.undo, name="service_text_undo"),
    path("services/<str:reference>/take-on/", services.take, name="service_take_on"),
    path("services/<str:reference>/hand-back/", services.give_back, name="service_hand_back"),
    path("services/<str:reference>/prefilled/", services.prefilled, name="service_prefilled"),
    path("services/<str:reference>/tasks/", services.tasks, name="service_tasks"),
    path("services/<str:reference>/check/", services.check, name="service_check"),
    path("services/<str:reference>/<slug:page>/", services.page, name="service_page"),
    path("services/<str:reference>/<slug:page>/<int:number>/", services.row, name="service_row"),
    path("services/<str:reference>/<slug:page>/<int:number>/remove/", services.row_drop, name="service_row_drop"),
]
