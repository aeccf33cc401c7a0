"""K6: the longest window of accounts that have attribution settings of their own."""

from typing import Any

from django.db import migrations

DEFAULTS = {
    "web_chat product_card_clicked": (True, 24),
    "sms link_clicked": (True, 120),
    "sms message_opened": (True, 24),
    "sms message_delivered": (True, 12),
}


def look(apps: Any, _editor: Any) -> None:
    account, window = (apps.get_model("conversations", name) for name in ("Account", "TouchWindow"))
    own: dict[int, dict[str, tuple[bool, int]]] = {}
    for row in window.objects.all():
        own.setdefault(row.account_id, {})[f"{row.channel} {row.kind}"] = (row.enabled, row.hours)
    for pk, windows in own.items():
        hours = [hours for enabled, hours in (DEFAULTS | windows).values() if enabled]
        account.objects.filter(pk=pk).update(longest_window_hours=max(hours, default=0))


class Migration(migrations.Migration):
    dependencies = [("conversations", "0021_longest_window")]
    operations = [migrations.RunPython(look, migrations.RunPython.noop)]
