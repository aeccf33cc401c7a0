"""What the worker does for this room: see `conversations.worker` for how to add to it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from conversations import jobs
from conversations.models import Account
from conversations.worker import Task
from metrics.checks import check_numbers


def check_all(now: datetime) -> str:
    """K5: the numbers of every account; the page of data health shows what came out."""
    found = {account.slug: check_numbers(account, now=now) for account in Account.objects.order_by("pk")}
    wrong = [slug for slug, findings in found.items() if any(finding.faults for finding in findings)]
    return f"numbers that do not agree in: {', '.join(wrong)}" if wrong else ""


TASKS = (Task("check the numbers", every=timedelta(days=1), run=check_all),)
JOBS: Mapping[str, jobs.Work] = {}
