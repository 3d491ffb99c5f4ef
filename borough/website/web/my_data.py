"""What we hold about whoever is signed in, for them to see and take away. No address here names anybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from borough.access.public import principal_of, signed_in, within_limit
from borough.foundation.clock import now
from borough.people.public import answer_own_request, sections

COPIES = "20/h/user"


@signed_in()
def my_data(request: HttpRequest) -> HttpResponse:
    """What may be done here."""
    return render(request, "website/my_data.html")


@signed_in()
def everything(request: HttpRequest) -> HttpResponse:
    """Everything, to read or print."""
    held = _held(request)
    if held is None:
        return _too_many()
    return render(request, "website/my_everything.html", {"sections": sections(held), "made_at": now()})


@signed_in()
def everything_file(request: HttpRequest) -> HttpResponse:
    """Everything, for machines: UK GDPR article 20."""
    held = _held(request)
    if held is None:
        return _too_many()
    answer = JsonResponse(held, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


def _held(request: HttpRequest) -> dict[str, Any] | None:
    """What is held about the account of the session, and no other; None after too many copies."""
    if not within_limit(request, "my_data", COPIES):
        return None
    account: int = request.principal.account_id  # type: ignore[attr-defined]
    return answer_own_request(by=principal_of(request), at=now(), account_id=account)


def _too_many() -> HttpResponse:
    words = "There were too many copies. Wait an hour and try again."
    return HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
