"""`alongside demo` as it is really started: one process, one port."""

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.harness.server import COMMAND, Running, Start, free_port

pytestmark = pytest.mark.browser  # not in parallel with others: it listens and it waits


def test_it_says_where_to_look(server: Running) -> None:
    assert f"http://localhost:{server.port}" in server.said()


def test_it_stops_at_once_with_streams_open_and_ends_each(start_server: Start) -> None:
    running = start_server()
    cookie = signed_in(running, "key-worker")
    with ExitStack() as stack:
        streams = [stack.enter_context(listening(running, cookie)) for _ in range(20)]
        began = time.monotonic()
        assert running.stop() == 0
        assert time.monotonic() - began < 3
        for stream in streams:
            assert stream.read().endswith(b"0\r\n\r\n"), "The stream was cut off, not ended."


def test_it_stops_the_same_way_for_ctrl_c(start_server: Start) -> None:
    assert start_server().stop(signal.SIGINT) == 0


def test_what_was_there_is_there_after_a_restart(start_server: Start) -> None:
    running = start_server()
    before = page(running, "/people/")
    running.stop()
    running.start()
    assert page(running, "/people/") == before
    assert running.said().count("Making a made-up area") == 1


def test_it_is_well_again_after_a_power_cut(start_server: Start) -> None:
    running = start_server()
    running.stop(signal.SIGKILL)
    running.start()
    assert running.answers()


def test_a_taken_port_is_said_in_a_sentence(server: Running, tmp_path: Path) -> None:
    said = alongside("demo", "--port", str(server.port), home=tmp_path)
    assert f"Port {server.port} of 127.0.0.1 cannot be opened" in said
    assert f"PORT={server.port + 1}" in said


def test_a_home_where_people_are_real_is_no_ground_for_a_demo(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text("somebody’s")
    said = alongside("demo", "--port", str(free_port()), home=tmp_path)
    assert "holds an installation that is not a demo" in said


def test_reset_is_refused_there_too(tmp_path: Path) -> None:
    key = tmp_path / "master.key"
    key.write_text("somebody’s")
    alongside("demo", "--reset", "--port", str(free_port()), home=tmp_path)
    assert key.exists()


def test_its_log_holds_routes_and_ids_but_no_path_or_query(server: Running) -> None:
    page(server, "/people/robyn-canarywood/?q=canarywords")
    page(server, "/health/?canaryquery")
    assert "route=/health/" in server.said()
    assert "canary" not in server.said()


def test_half_a_request_is_never_acted_on(server: Running) -> None:
    """A phone that goes out of reach while it sends leaves nothing half-said."""
    words = b"as=key-worker&and=much more that never arrives"
    head = (
        "POST /demo/sign-in/?half HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(words)}\r\n\r\n"
    )
    before = server.said().count("method=POST route=/demo/sign-in/")
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plug:
        plug.sendall(head.encode() + words[:20])
        time.sleep(0.2)
    page(server, "/health/")
    time.sleep(0.5)
    assert server.said().count("method=POST route=/demo/sign-in/") == before
    assert "Traceback" not in server.said()


def signed_in(running: Running, slug: str) -> str:
    """The cookie of one of the cast."""
    with closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)) as plug:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        plug.request("POST", "/demo/sign-in/", body=f"as={slug}", headers=form)
        answer = plug.getresponse()
        answer.read()
        given = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return "; ".join(cookie.split(";")[0] for cookie in given)


@contextmanager
def listening(running: Running, cookie: str) -> Iterator[BinaryIO]:
    """An open stream, read up to its first message."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as plug:
        asked = f"GET /stream/ HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
        plug.sendall(asked.encode())
        with plug.makefile("rb") as stream:
            assert b"200" in stream.readline()
            while not stream.readline().startswith(b"event: ready"):
                pass
            yield stream


def page(running: Running, path: str) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)) as plug:
        plug.request("GET", path)
        answer = plug.getresponse()
        return answer.status, answer.read()


def alongside(*words: str, home: Path) -> str:
    done = subprocess.run(
        [COMMAND, *words],
        env={"PATH": "/usr/bin:/bin", "ALONGSIDE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    return done.stdout + done.stderr
