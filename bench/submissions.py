"""Whole journeys through a service by HTTP, and the last POST of each timed: python bench/submissions.py URL [rate] [seconds].

A complaint of nine pages, each with its GET and POST, as people send it: form tokens, cookies, redirects. The last POST
writes the submission, person, facts, contact, case, message, audit entries and events before it answers. Prepared
journeys wait at the check page, so that the last POSTs come at the rate asked for. CPU is that of the web processes.
Start the demonstration with BOROUGH_TRUSTED_PROXIES=1, for each person comes from an address of their own.
"""

import os
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

PAGES = (
    ("before", {"before": "no"}), ("about", {"about": "bins"}), ("happened", {"happened": "The lid was broken."}),
    ("happened-on", {}), ("put-right", {"put_right": "A new lid."}), ("evidence", {}), ("your-name", {"name": "Nell Bench"}),
    ("your-email", {"email": "nell@bench.example"}), ("your-phone", {}), ("your-address", {}),
)  # fmt: skip
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Person:
    """A browser with nobody in it: one connection, cookies, the token of the page it is on."""

    def __init__(self, host):
        self.web, self.cookies, self.token = HTTPConnection(host, timeout=30), {}, ""
        self.address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(256)}"

    def ask(self, method, path, fields=None):
        """The status, where it leads, how many bytes, and the seconds it took."""
        body = (
            urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **(fields or {})}) if method == "POST" else None
        )
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "X-Forwarded-For": self.address}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.perf_counter()
        self.web.request(method, path, body, headers)
        answer = self.web.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - begun
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: one.value for key, one in SimpleCookie(value).items()}
        if found := TOKEN.search(text):
            self.token = found.group(1)
        return answer.status, answer.getheader("Location"), len(text), took

    def to_the_check_page(self):
        """Every page answered; the times of the GETs and POSTs on the way."""
        gets, posts = [], []
        self.ask("GET", "/services/complaint/")
        self.ask("POST", "/services/complaint/")
        for page, fields in PAGES:
            gets.append(self.ask("GET", f"/services/complaint/{page}/")[3])
            status, _where, _size, took = self.ask("POST", f"/services/complaint/{page}/", fields)
            assert status == 302, (page, status)
            posts.append(took)
        status, *_ = self.ask("GET", "/services/complaint/check/")
        assert status == 200
        return gets, posts


def cpu_of():
    """CPU seconds of the web processes so far."""
    found = subprocess.run(
        ["pgrep", "-f", "borough(.config.cli)? web"], capture_output=True, text=True, check=False
    ).stdout.split()
    children = [pid for one in found for pid in _below(one)]
    return sum(_seconds(pid) for pid in {*found, *children})


def _below(pid):
    out = subprocess.run(["pgrep", "-P", pid], capture_output=True, text=True, check=False).stdout.split()
    return [*out, *(deeper for one in out for deeper in _below(one))]


def _seconds(pid):
    try:
        with Path(f"/proc/{pid}/stat").open() as stat:
            fields = stat.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def line(name, times):
    """A line of the table, in milliseconds."""
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    print(f"| {name} | {len(times)} | {statistics.median(times) * 1000:.1f} | {p99 * 1000:.1f} |")


def main(url, rate=20, seconds=10):
    """Prepare, send at the rate, then as fast as it goes, and print the table."""
    host = urllib.parse.urlsplit(url).netloc
    count = rate * seconds
    people, gets, posts = [], [], []
    before, begun = cpu_of(), time.perf_counter()
    for _ in range(count):
        one = Person(host)
        some, more = one.to_the_check_page()
        people.append(one)
        gets += some
        posts += more
    journey_cpu, journey = cpu_of() - before, time.perf_counter() - begun
    print("| what | n | p50 ms | p99 ms |\n|---|---|---|---|")
    line("question page (GET)", gets)
    line("an answer (POST)", posts)
    before, times, threads, start = cpu_of(), [], [], time.perf_counter()

    def send(one):
        one.web.close()  # it waited longer than a server keeps a connection; it opens a new one
        status, where, _size, took = one.ask("POST", "/services/complaint/check/")
        assert status == 302 and "/sent/" in where, status
        times.append(took)

    for number, one in enumerate(people):
        time.sleep(max(0, start + number / rate - time.perf_counter()))
        threads.append(threading.Thread(target=send, args=(one,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    cpu = cpu_of() - before
    line(f"submission, {rate} a second", times)
    print(
        f"\n{len(times)} of {count} acknowledged in {time.perf_counter() - start:.1f} s; web CPU {cpu / count * 1000:.1f} ms each"
    )
    print(
        f"whole journeys of {len(PAGES)} pages, one client: {count / journey:.1f} a second, {journey_cpu / count * 1000:.0f} ms of web CPU each"
    )


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
