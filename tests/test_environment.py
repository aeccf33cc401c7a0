"""The ground the other tests stand on: the pass's database as in production, and the machine's Chromium."""

import os

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from playwright.sync_api import Page, expect


@pytest.mark.django_db
def test_a_pass_runs_on_the_database_that_it_names() -> None:
    assert connection.vendor == ("postgresql" if os.environ["DATABASE_URL"].startswith("postgres") else "sqlite")


@pytest.mark.django_db
def test_sqlite_keeps_its_journal_as_in_production() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no such journal")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_tests_hash_passwords_fast_and_serve_static_files_from_their_sources() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert "Manifest" not in settings.STORAGES["staticfiles"]["BACKEND"]


def test_chromium_opens_the_dashboard_by_its_path(page: Page) -> None:
    page.goto(reverse("account_login"))
    expect(page.get_by_role("textbox").first).to_be_visible()
