"""URLs of the pages of teams."""

from django.urls import path

from borough.frontoffice.teams import views

urlpatterns = [
    path("teams/", views.team_list, name="teams"),
    path("teams/new/", views.new_team, name="team_new"),
    path("teams/services/new/", views.new_service, name="team_service_new"),
    path("teams/services/<slug:key>/", views.change_service, name="team_service"),
    path("teams/posts/<int:post_id>/", views.change_post, name="team_post"),
    path("teams/<slug:key>/", views.team, name="team"),
    path("teams/<slug:key>/posts/new/", views.new_post, name="team_post_new"),
]
