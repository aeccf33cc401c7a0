"""Django's admin for every table: people and settings are edited here, facts and what follows from them only read."""

import allauth.mfa.admin  # noqa: F401  (it registers what is taken back below)
from allauth.account.decorators import secure_admin_login
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from conversations.admin import (
    account,
    commerce,
    counts,
    day_notes,
    exports,
    intake,
    people,
    reviews,
    saved_views,
    search,
    shopify,
    thread,
    user,
    work,
)
from conversations.admin.field_names import name_fields

__all__ = [
    "account",
    "commerce",
    "counts",
    "day_notes",
    "exports",
    "intake",
    "people",
    "reviews",
    "saved_views",
    "search",
    "shopify",
    "thread",
    "user",
    "work",
]

admin.site.site_title = _("Agentdash admin")
admin.site.site_header = _("Agentdash admin")
admin.site.index_title = _("All tables")
name_fields(apps.get_app_config("conversations").get_models())

# Second factors are their owners'; who lost theirs is helped on the list of people.
admin.site.unregister(Authenticator)

# One door for everybody: the product's own page for signing in, with its rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
