"""Whole journeys through a service by HTTP, and the last POST of each timed: python bench/submissions.py URL [rate] [seconds].

A complaint of nine pages, each with its GET and POST, as people send it: form tokens, cookies, redirects. The last POST
writes the submission, person, facts, contact, case, message, audit entries and events before it answers. Prepared
journeys wait at the check page, so that the last POSTs come at the rate asked for. CPU is that of the web processes.
Start the demonstration with BOROUGH_TRUSTED_PROXIES=1, for each person comes from an address of their own.

With `beside` as the last word, a bare wizard of Django stands beside it (bench/bare_wizard.py; it needs the packages of
the group bench, and BOROUGH_HOME to find the database), and both are asked turn by turn, so that whatever else the machine
does falls on both: python bench/submissions.py URL 20 5 beside
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
from functools import partial
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path

PAGES = (
    ("before", {"before": "no"}),
    ("about", {"about": "bins"}),
    ("happened", {"happened": "The lid was broken."}),
    ("happened-on", {}),
    ("put-right", {"put_right": "A new lid."}),
    ("evidence", {}),
    ("your-name", {"name": "Nell Bench"}),
    ("your-email", {"email": "nell@bench.example"}),
    ("your-phone", {}),
    ("your-address", {}),
)
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
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        if match := TOKEN.search(text):
            self.token = match.group(1)
        return answer.status, answer.getheader("Location"), len(text), took

    def send(self):
        """The last POST."""
        return self.ask("POST", "/services/complaint/check/")

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


class Bare(Person):
    """The same at the bare wizard, where a POST answers with the next page."""

    STEPS = ("before", "about", "happened", "happened_on", "put_right", "evidence", "name", "email", "phone", "address")

    def to_the_check_page(self):
        """Every page answered; the times of the one GET and the POSTs on the way."""
        gets, posts = [self.ask("GET", "/")[3]], []
        for step in self.STEPS:
            status, _where, _size, took = self.ask(
                "POST", "/", {"wizard-current_step": step, f"{step}-{step}": "The lid was broken."}
            )
            assert status == 200, (step, status)
            posts.append(took)
        return gets, posts

    def send(self):
        """The last POST."""
        return self.ask("POST", "/", {"wizard-current_step": "check"})


BARE = "bare_wizard:application"


def cpu_of(host):
    """CPU seconds so far of the processes that listen at a host's port: others of the same name are somebody else's."""
    port = host.rpartition(":")[2]
    listening = subprocess.run(["ss", "-ltnpH", f"sport = :{port}"], capture_output=True, text=True, check=True).stdout
    return sum(_seconds(pid) for pid in set(re.findall(r"pid=(\d+)", listening)))


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


def sent_at(people, rate):
    """The times of the last POSTs, sent at a rate, and how long all of them took."""
    times, threads, start = [], [], time.perf_counter()

    def send(person):
        times.append(sent(person))

    for number, person in enumerate(people):
        time.sleep(max(0, start + number / rate - time.perf_counter()))
        threads.append(threading.Thread(target=send, args=(person,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - start


def prepared(maker, host, count):
    """So many people at the check page, and the times of their GETs and POSTs on the way."""
    people, gets, posts = [maker(host) for _ in range(count)], [], []
    for person in people:
        get_times, more = person.to_the_check_page()
        gets += get_times
        posts += more
    return people, gets, posts


def main(url, rate=20, seconds=10):
    """Prepare, send at the rate, and print the table."""
    host = urllib.parse.urlsplit(url).netloc
    count = rate * seconds
    before, begun = cpu_of(host), time.perf_counter()
    people, gets, posts = prepared(Person, host, count)
    journey_cpu, journey = cpu_of(host) - before, time.perf_counter() - begun
    print("| what | n | p50 ms | p99 ms |\n|---|---|---|---|")
    line("question page (GET)", gets)
    line("an answer (POST)", posts)
    before = cpu_of(host)
    times, took = sent_at(people, rate)
    cpu = cpu_of(host) - before
    line(f"submission, {rate} a second", times)
    print(f"\n{len(times)} of {count} acknowledged in {took:.1f} s; web CPU {cpu / count * 1000:.1f} ms each")
    print(
        f"whole journeys of {len(PAGES)} pages, one client: {count / journey:.1f} a second, {journey_cpu / count * 1000:.0f} ms of web CPU each"
    )


def at_once(clients, work):
    """The seconds each of so many clients' pieces of work took, one after another each, and what all of it took."""
    times = []

    def go(pieces):
        for piece in pieces:
            begun = time.perf_counter()
            piece()
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=go, args=(work[number::clients],)) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, time.perf_counter() - begun


def by_clients(host, count):
    """As fast as one client is answered, and four: the last POSTs alone, and whole journeys with them."""
    print("| what | clients | a second | p50 ms | p99 ms |\n|---|---|---|---|---|")
    for clients in (1, 4):
        people, _gets, _posts = prepared(Person, host, count)
        for name, work in (
            ("the last POST", [partial(sent, person) for person in people]),
            ("a whole journey of 24 requests", [partial(full_journey, host) for _ in range(count)]),
        ):
            times, took = at_once(clients, work)
            ordered = sorted(times)
            p99 = ordered[int(len(ordered) * 0.99)] * 1000
            print(f"| {name} | {clients} | {count / took:.1f} | {statistics.median(times) * 1000:.1f} | {p99:.1f} |")


def sent(person):
    """The seconds of the last POST of somebody who waits at the check page."""
    person.web.close()  # it waited longer than a server keeps a connection; it opens a new one
    status, where, _size, took = person.send()
    assert status == 302 and "/sent/" in where, status
    return took


def full_journey(host):
    """A journey from the start page to the acknowledgement."""
    person = Person(host)
    person.to_the_check_page()
    sent(person)


TURNS, BARE_PORT = 4, 8479


def compare_with_bare(url, rate=20, seconds=5):
    """Ours and the bare wizard turn by turn, and the table of both with what ours is of it."""
    here = Path(__file__).parent
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
    }
    subprocess.run([sys.executable, str(here / "bare_wizard.py"), "make"], env=environment, check=True)
    options = f"--interface wsgi --workers 2 --blocking-threads 2 --host 127.0.0.1 --port {BARE_PORT} {BARE}"
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "granian"), *options.split()], env=environment, stderr=subprocess.DEVNULL
    )
    ours, bare = urllib.parse.urlsplit(url).netloc, f"127.0.0.1:{BARE_PORT}"
    results = {"ours": ([], [], []), "bare": ([], [], [])}
    try:
        time.sleep(4)
        for _ in range(TURNS):
            for name, maker, host in (("ours", Person, ours), ("bare", Bare, bare)):
                people, _gets, posts = prepared(maker, host, rate * seconds)
                before = cpu_of(host)
                times, _took = sent_at(people, rate)
                results[name][0].extend(posts)
                results[name][1].extend(times)
                results[name][2].append((cpu_of(host) - before) / len(times))
    finally:
        server.terminate()
        server.wait(10)
    _print_comparison(results)


def _print_comparison(results):
    def of(times, share):
        ordered = sorted(times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000

    print("| | ours | bare wizard | ours of it |\n|---|---|---|---|")
    for label, part in (("an answer (POST)", 0), ("the last POST", 1)):
        for name, share in (("p50", 0.5), ("p99", 0.99)):
            ours, other = of(results["ours"][part], share), of(results["bare"][part], share)
            print(f"| {label}, {name} ms | {ours:.1f} | {other:.1f} | {ours / other:.2f} |")
    ours, other = (statistics.mean(results[name][2]) * 1000 for name in ("ours", "bare"))
    print(f"| web CPU of the last POST, ms | {ours:.1f} | {other:.1f} | {ours / other:.2f} |")
    print(f"\n{len(results['ours'][1])} sent to each, in {TURNS} turns")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[-1:] == ["clients"]:
        by_clients(urllib.parse.urlsplit(arguments[0]).netloc, int(arguments[1]))
    elif arguments[-1:] == ["beside"]:
        compare_with_bare(arguments[0], *map(int, arguments[1:-1]))
    else:
        main(arguments[0], *map(int, arguments[1:]))
