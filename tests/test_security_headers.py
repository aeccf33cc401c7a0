"""Promise 11: nothing to warn of in production, and the security headers on whatever answers."""

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.environment import SQLITE
from tests.make_account import make_account, make_user
from tests.project_files import ROOT

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
}
OF_TESTS = {"TESTING", "DJANGO_ALLOW_ASYNC_UNSAFE"}
ADDRESSES = {
    "/": 302,
    "/shop/": 200,
    "/shop/missing/": 404,
    "/no-such-shop/": 404,
    "/account/login/": 302,
    "/admin/": 302,
    "/admin/missing/": 302,
    "/api/v1/conversations": 401,
    "/api/v1/missing": 404,
    "/api/v1/docs": 200,
    "/healthz/live": 200,
}


@pytest.mark.django_db
@override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_HSTS_PRELOAD=True)
def test_promise_11_every_response_has_the_security_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(make_user(make_account(slug="shop")))
    answers = {path: client.get(path, secure=True) for path in ADDRESSES}
    assert {path: answer.status_code for path, answer in answers.items()} == ADDRESSES

    monkeypatch.setattr("metrics.views.overview.read_overview", _broken)
    answers["broken"] = client.get("/shop/", secure=True)
    answers["wrong method"] = client.delete("/shop/", secure=True)
    answers["wrong host"] = client.get("/shop/", secure=True, headers={"host": "elsewhere.example"})
    assert [answers[name].status_code for name in ("broken", "wrong method", "wrong host")] == [500, 405, 400]

    for name, answer in answers.items():
        assert {header: answer.headers.get(header) for header in EXPECTED} == EXPECTED, name
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy, name
        assert "unsafe" not in policy, name
        assert answer.headers["X-Request-ID"], name


@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_probe_needs_no_https_and_no_host_name() -> None:
    answer = Client().get("/healthz/live", headers={"host": "10.0.0.7"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def _broken(*_: Any, **_options: Any) -> None:
    raise RuntimeError


def test_promise_11_djangos_own_check_finds_nothing_in_production_settings() -> None:
    production = {"SECRET_KEY": "production-" + "k3y" * 20, "HTTPS": "1", "BEHIND_PROXY": "1", "DATABASE_URL": SQLITE}
    environment = {name: value for name, value in os.environ.items() if name not in OF_TESTS} | production
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (found.returncode, "no issues (0 silenced)" in found.stdout) == (0, True), found.stderr
