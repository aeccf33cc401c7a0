"""Every order gets its local day (T2), and the days of orders and credits what the rows give (K4)."""

from datetime import datetime
from typing import Any

from django.db import migrations
from django.db.models import Min

from conversations.days import local_day, window, zone

_FACTS = """
    SELECT o.account_id, o.day, o.currency, o.test, o.total_minor,
        o.profile_id IS NULL AND k.id IS NULL AS unknown, NOT o.test AND k.id IS NOT NULL AND NOT c.test AS earned,
        CASE WHEN o.cancelled_at IS NULL THEN o.total_minor - o.refunded_minor ELSE 0 END AS net_minor,
        c.channel, COALESCE(c.label_id, 0) AS label_id, c.status
    FROM conversations_order o LEFT JOIN conversations_credit k ON k.order_id = o.id
        LEFT JOIN conversations_conversation c ON c.id = k.conversation_id
"""

ORDERS = f"""
    INSERT INTO conversations_dayorder (id, account_id, day, currency,
        placed, tests, unknown, total_minor, credited, gross_minor, net_minor)
    SELECT row_number() OVER (ORDER BY account_id, day, currency), account_id, day, currency,
        sum(CASE WHEN test THEN 0 ELSE 1 END), sum(CASE WHEN test THEN 1 ELSE 0 END),
        sum(CASE WHEN NOT test AND unknown THEN 1 ELSE 0 END), sum(CASE WHEN test THEN 0 ELSE total_minor END),
        sum(CASE WHEN earned THEN 1 ELSE 0 END), sum(CASE WHEN earned THEN total_minor ELSE 0 END),
        sum(CASE WHEN earned THEN net_minor ELSE 0 END)
    FROM ({_FACTS}) facts GROUP BY account_id, day, currency
"""  # noqa: S608  (names of ours)

CREDITS = f"""
    INSERT INTO conversations_daycredit (id, account_id, day, currency, channel, label_id, status,
        credited, gross_minor, net_minor)
    SELECT row_number() OVER (ORDER BY account_id, day, currency, channel, label_id, status),
        account_id, day, currency, channel, label_id, status, count(*), sum(total_minor), sum(net_minor)
    FROM ({_FACTS}) facts WHERE earned GROUP BY account_id, day, currency, channel, label_id, status
"""  # noqa: S608


def fill(apps: Any, schema_editor: Any) -> None:
    orders = apps.get_model("conversations", "Order").objects
    for account in apps.get_model("conversations", "Account").objects.all():
        own, theirs = zone(account.timezone), orders.filter(account=account)
        at: datetime | None = theirs.aggregate(at=Min("occurred_at"))["at"]
        while at is not None:
            day = local_day(at, own)
            start, end = window(day, day, own)
            theirs.filter(occurred_at__gte=start, occurred_at__lt=end).update(day=day)
            at = theirs.filter(occurred_at__gte=end).aggregate(at=Min("occurred_at"))["at"]
    schema_editor.execute(ORDERS)
    schema_editor.execute(CREDITS)


def empty(apps: Any, schema_editor: Any) -> None:
    for name in ("DayOrder", "DayCredit"):
        apps.get_model("conversations", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("conversations", "0017_sales_by_day")]

    operations = [migrations.RunPython(fill, empty)]
