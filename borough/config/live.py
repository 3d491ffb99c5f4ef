"""Live events for pages: a small ASGI process that streams new events to signed-in staff."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from functools import partial
from http.cookies import SimpleCookie
from typing import Any

import django
from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.db import close_old_connections, connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402

from borough.access.public import Permission, session_principal  # noqa: E402
from borough.config.parent_death import exit_with_parent  # noqa: E402
from borough.foundation import events  # noqa: E402

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
POLL = 1.0
QUIET = 15.0
MOST_LISTENERS = 500


class EventBroadcaster:
    """Reads new events once and distributes them to all listeners."""

    def __init__(self) -> None:
        self.listeners: set[asyncio.Queue[dict[str, Any]]] = set()
        self.task: asyncio.Task[None] | None = None

    def listen(self) -> asyncio.Queue[dict[str, Any]]:
        """Return a queue of all future events; a listener 100 events behind loses the oldest."""
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(maxsize=100)
        self.listeners.add(queue)
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self._publish())
        return queue

    async def _publish(self) -> None:
        last = await _in_thread(events.last_position)
        while self.listeners:
            await asyncio.sleep(POLL)
            for event in await _in_thread(partial(events.list_after, last)):
                last = event["position"]
                for queue in self.listeners:
                    if queue.full():
                        queue.get_nowait()
                    queue.put_nowait(event)


ticker = EventBroadcaster()
exit_with_parent()


async def _in_thread(function: Callable[[], Any]) -> Any:
    def run() -> Any:
        close_old_connections()
        try:
            return function()
        except django.db.DatabaseError:
            connection.close()  # the database is restarting; nothing new until then
            return 0 if function is events.last_position else []

    return await sync_to_async(run, thread_sensitive=True)()


def _empty_response(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _request(scope: Scope) -> HttpRequest:
    """Return a request with the session of the cookies, built by the same middleware as for pages."""
    from django.contrib.auth.middleware import AuthenticationMiddleware  # noqa: PLC0415
    from django.contrib.sessions.middleware import SessionMiddleware  # noqa: PLC0415

    request = HttpRequest()
    header = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    request.COOKIES = {key: morsel.value for key, morsel in SimpleCookie(header).items()}
    SessionMiddleware(_empty_response).process_request(request)
    AuthenticationMiddleware(_empty_response).process_request(request)
    return request


def _may_listen(scope: Scope) -> bool:
    return bool(session_principal(_request(scope)).may(Permission.CONTACTS_VIEW))


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """GET /live: stream events, without personal data, to staff who may see contacts."""
    if scope["type"] != "http":
        return
    allowed = scope["path"] == "/live" and scope["method"] == "GET" and len(ticker.listeners) < MOST_LISTENERS
    if not allowed or not await _in_thread(lambda: _may_listen(scope)):
        await send({"type": "http.response.start", "status": 403 if allowed else 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"access-control-allow-origin", settings.PUBLIC_URL.encode()),
        (b"access-control-allow-credentials", b"true"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    queue = ticker.listen()
    disconnected = asyncio.create_task(_wait_for_disconnect(receive))
    try:
        while not disconnected.done():
            await send({"type": "http.response.body", "body": await _next(queue), "more_body": True})
    finally:
        disconnected.cancel()
        ticker.listeners.discard(queue)


async def _next(queue: "asyncio.Queue[dict[str, Any]]") -> bytes:
    """Return the next event as text, or a keep-alive comment."""
    try:
        event = await asyncio.wait_for(queue.get(), QUIET)
    except TimeoutError:
        return b": still here\n\n"
    body = json.dumps(event["body"], sort_keys=True)
    return f"id: {event['position']}\nevent: {event['kind']}\ndata: {body}\n\n".encode()


async def _wait_for_disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
