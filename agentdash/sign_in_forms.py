"""allauth's forms with labels as the rest of the product writes them: "New password", not "New Password"."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, ResetPasswordKeyForm
from django.utils.translation import gettext_lazy as _

LABELS = {
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password (again)"),
}


class OurLabels:
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LABELS.keys() & self.fields.keys():
            self.fields[name].label = LABELS[name]


class ChangePassword(OurLabels, ChangePasswordForm):
    pass


class NewPassword(OurLabels, ResetPasswordKeyForm):
    pass
