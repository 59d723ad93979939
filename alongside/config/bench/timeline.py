"""Opening a person's timeline in towns of different sizes, and beside the bare template.

Each town is a process of its own, with its own home. They are measured in turns, so that
whatever else the machine does falls on all of them; compare the ratio, not the times.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any, cast
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, resolve

from alongside.accounts import proofs
from alongside.accounts.models import Account
from alongside.accounts.routes import ViewerRequest, public
from alongside.accounts.viewer import Viewer
from alongside.config.bench import town
from alongside.config.bench.figures import machine
from alongside.config.bench.homes import fresh_home
from alongside.config.demo import area

ROUNDS = 12
LOOKS_A_ROUND = 10
SMALL, LARGE, HUGE = 1_000, 100_000, 1_000_000


def run(*, large: bool, say: Any) -> dict[str, object]:
    """Build the towns, measure in turns, and tell the ratios."""
    sizes = [SMALL, LARGE, *([HUGE] if large else [])]
    with ExitStack() as towns:
        running = {size: towns.enter_context(built(size, say)) for size in sizes}
        rounds = [{size: ask(running[size]) for size in sizes} for _ in range(ROUNDS)]
    figures = {str(size): summed_up([told[size] for told in rounds]) for size in sizes}
    small = figures[str(SMALL)]
    return {
        "bench": "timeline",
        "people": figures,
        "time_ratio_to_1000": {
            str(size): median_ratio(rounds, size, "page_ms") for size in sizes[1:]
        },
        "cpu_ratio_to_bare": round(small["page_cpu_ms"] / small["bare_cpu_ms"], 2),
        "queries": small["queries"],
        "machine": machine(),
    }


def median_ratio(rounds: list[dict[int, dict[str, float]]], size: int, what: str) -> float:
    return round(statistics.median(told[size][what] / told[SMALL][what] for told in rounds), 3)


def summed_up(told: list[dict[str, float]]) -> dict[str, float]:
    return {
        what: round(statistics.median(figures[what] for figures in told), 2) for what in told[0]
    }


@contextmanager
def built(size: int, say: Any) -> Iterator[subprocess.Popen[str]]:
    """A process that has built a town of this size and waits to be asked."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as home:
        process = subprocess.Popen(
            [sys.executable, "-m", "alongside", "bench", "town", "--people", str(size)],
            env=fresh_home(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            while (line := piped(process.stdout).readline().strip()) != "built":
                if not line:
                    raise RuntimeError(f"The town of {size} people could not be built.")
                say(f"{line} of {size:,} people")
            yield process
        finally:
            piped(process.stdin).close()
            process.wait()


def ask(process: subprocess.Popen[str]) -> dict[str, float]:
    asking = piped(process.stdin)
    asking.write("measure\n")
    asking.flush()
    told: dict[str, float] = json.loads(piped(process.stdout).readline())
    return told


def piped(end: IO[str] | None) -> IO[str]:
    if end is None:
        raise RuntimeError("This process was started without pipes.")
    return end


# From here on: what runs inside the process of one town.

BARE: dict[str, Any] = {}


@public
def bare(request: HttpRequest) -> HttpResponse:
    """The record's template with everything ready: no policy, no audit, nothing to unseal."""
    return TemplateResponse(request, BARE["template"], dict(BARE["context"]))


urlpatterns = [path("bare/", bare), path("", include("alongside.config.urls"))]


def inhabit(size: int) -> None:
    """Build, say so, and measure for as long as somebody asks."""
    made = town.build(size, lambda done: tell(f"{done:,}"))
    with override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["localhost"]):
        client = Client(headers={"host": "localhost"})
        sign_in(client, made.accounts["key-worker"])
        record = f"/people/{made.person}/"
        keep_context(area.viewer_for(made, "key-worker"), record)
        tell("built")
        for _line in sys.stdin:
            tell(json.dumps(measured(client, record)))


def tell(line: str) -> None:
    """One line to whoever started this process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def sign_in(client: Client, account: UUID) -> None:
    client.force_login(Account.objects.get(pk=account), backend=proofs.BACKEND)
    if client.session[BACKEND_SESSION_KEY] != proofs.BACKEND:
        raise RuntimeError("The bench could not sign in.")


def keep_context(viewer: Viewer, record: str) -> None:
    """Open the record once as it is, and keep what its template was given, already unsealed."""
    found = resolve(record)
    request = RequestFactory().get(record)
    cast(ViewerRequest, request).viewer = viewer
    response = found.func(request, **found.kwargs)
    response.render()
    BARE["template"], BARE["context"] = response.template_name, response.context_data


def measured(client: Client, record: str) -> dict[str, float]:
    with CaptureQueriesContext(connection) as queries:
        client.get(record)
        asked = [row for row in queries if row["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
    page, page_cpu = timed(client, record)
    _, bare_cpu = timed(client, "/bare/")
    return {
        "page_ms": page,
        "page_cpu_ms": page_cpu,
        "bare_cpu_ms": bare_cpu,
        "queries": len(asked),
    }


def timed(client: Client, path: str) -> tuple[float, float]:
    """Median wall and CPU milliseconds of some requests in a row."""
    walls, cpus = [], []
    for _look in range(LOOKS_A_ROUND):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = client.get(path)
        cpus.append((time.process_time() - cpu) * 1000)
        walls.append((time.perf_counter() - wall) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")
    return statistics.median(walls), statistics.median(cpus)
