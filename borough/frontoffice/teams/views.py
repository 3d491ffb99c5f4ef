"""Pages for adding and changing teams, their services and their posts."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_choices
from borough.foundation.clock import now, today
from borough.frontoffice.teams.forms import PostForm, ServiceForm, TeamForm
from borough.kernel.refusals import Refused
from borough.staff import public as staff

FORM = "frontoffice/teams/form.html"


@requires(Permission.STAFF_EDIT)
def team_list(request: BoroughRequest) -> HttpResponse:
    """List the teams with their services and posts."""
    services, posts = staff.council_services(), staff.posts(today())
    rows = [
        {
            "key": key,
            "name": name,
            "services": [service.name for service in services if service.team == key],
            "posts": [post.title for post in posts if post.team == key],
        }
        for key, name in staff.team_names().items()
    ]
    return render(request, "frontoffice/teams/teams.html", {"rows": rows})


@requires(Permission.STAFF_EDIT, "GET POST")
def new_team(request: BoroughRequest) -> HttpResponse:
    """Add a team."""
    form = TeamForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        return staff.add_team(by=principal_name(request), at=now(), name=form.cleaned_data["name"].strip())

    key = _saved(request, form, save, "The team is added.")
    return redirect("frontoffice:team", key) if key else _page(request, form, "Add a team")


@requires(Permission.STAFF_EDIT, "GET POST")
def team(request: BoroughRequest, key: str) -> HttpResponse:
    """Show a team with its services and posts, and rename it."""
    name = staff.team_names().get(key)
    if name is None:
        raise Http404
    form = TeamForm(request.POST if request.method == "POST" else None, initial={"name": name, "seen": name})

    def save() -> str:
        values = form.cleaned_data
        staff.rename_team(
            by=principal_name(request), at=now(), key=key, name=values["name"].strip(), seen=values["seen"]
        )
        return key

    if _saved(request, form, save, "The name is changed."):
        return redirect("frontoffice:team", key)
    holders = staff_choices()
    posts = [
        {"id": post.id, "title": post.title, "holder": holders.get(post.account_id or 0, "Vacant")}
        for post in staff.posts(today(), key)
    ]
    context = {"form": form, "key": key, "name": name, "posts": posts, "services": staff.council_services(key)}
    return render(request, "frontoffice/teams/team.html", context, status=400 if form.errors else 200)


@requires(Permission.STAFF_EDIT, "GET POST")
def new_service(request: BoroughRequest) -> HttpResponse:
    """Add a service that residents contact the council about."""
    form = ServiceForm(request.POST if request.method == "POST" else None, teams=staff.team_names())

    def save() -> str:
        values = form.cleaned_data
        staff.add_service(
            by=principal_name(request),
            at=now(),
            name=values["name"].strip(),
            lgsl=values["lgsl"],
            team=values["team"],
        )
        return str(values["team"])

    key = _saved(request, form, save, "The service is added.")
    return redirect("frontoffice:team", key) if key else _page(request, form, "Add a service")


@requires(Permission.STAFF_EDIT, "GET POST")
def change_service(request: BoroughRequest, key: str) -> HttpResponse:
    """Change a service's name, number and team."""
    service = staff.service_detail(key)
    if service is None:
        raise Http404
    initial = {"name": service.name, "lgsl": service.lgsl, "team": service.team, "seen": service.name}
    form = ServiceForm(request.POST if request.method == "POST" else None, teams=staff.team_names(), initial=initial)

    def save() -> str:
        values = form.cleaned_data
        staff.change_service(
            by=principal_name(request),
            at=now(),
            key=key,
            name=values["name"].strip(),
            lgsl=values["lgsl"],
            team=values["team"],
            seen=values["seen"],
        )
        return str(values["team"])

    team_key = _saved(request, form, save, "The service is changed.")
    return redirect("frontoffice:team", team_key) if team_key else _page(request, form, f"Change {service.name}")


@requires(Permission.STAFF_EDIT, "GET POST")
def new_post(request: BoroughRequest, key: str) -> HttpResponse:
    """Add a post to a team."""
    name = staff.team_names().get(key)
    if name is None:
        raise Http404
    form = PostForm(request.POST if request.method == "POST" else None, staff=staff_choices())

    def save() -> str:
        staff.add_post(
            by=principal_name(request),
            at=now(),
            today=today(),
            team=key,
            title=form.cleaned_data["title"].strip(),
            account_id=form.account_id,
        )
        return key

    if _saved(request, form, save, "The post is added."):
        return redirect("frontoffice:team", key)
    return _page(request, form, f"Add a post to {name}")


@requires(Permission.STAFF_EDIT, "GET POST")
def change_post(request: BoroughRequest, post_id: int) -> HttpResponse:
    """Change a post's title and holder."""
    post = staff.post_detail(post_id)
    if post is None:
        raise Http404
    account = str(post.account_id or "")
    initial = {"title": post.title, "account": account, "seen_title": post.title, "seen_account": account}
    form = PostForm(request.POST if request.method == "POST" else None, staff=staff_choices(), initial=initial)

    def save() -> str:
        staff.change_post(
            by=principal_name(request),
            at=now(),
            post_id=post_id,
            title=form.cleaned_data["title"].strip(),
            account_id=form.account_id,
            seen=form.seen,
        )
        return post.team

    if _saved(request, form, save, "The post is changed."):
        return redirect("frontoffice:team", post.team)
    return _page(request, form, f"Change the post {post.title}")


def _saved(request: BoroughRequest, form: forms.Form, save: Callable[[], str], notice: str) -> str:
    """Save a valid form; return the key to go to, or an empty text if there was nothing to save or it was refused."""
    if not form.is_bound or not form.is_valid():
        return ""
    try:
        key = save()
    except Refused as refused:
        form.add_error(None, str(refused))
        return ""
    messages.success(request, notice)
    return key


def _page(request: BoroughRequest, form: forms.Form, heading: str) -> HttpResponse:
    return render(request, FORM, {"form": form, "heading": heading}, status=400 if form.errors else 200)
