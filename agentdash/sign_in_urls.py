"""allauth's pages that an installation without sign-up needs: signing in and out, passwords, the second factor."""

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_not_required
from django.urls import path

urlpatterns = [
    path("login/", login_not_required(views.login), name="account_login"),
    path("login/code/", login_not_required(mfa.authenticate), name="mfa_authenticate"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/reset/", login_not_required(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", login_not_required(views.password_reset_done), name="account_reset_password_done"),
    path(
        "password/reset/key/<uidb36>-<key>/",
        login_not_required(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        login_not_required(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("confirm/", views.reauthenticate, name="account_reauthenticate"),
    path("confirm/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("two-factor/", mfa.index, name="mfa_index"),
    path("two-factor/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("two-factor/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("two-factor/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("two-factor/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("two-factor/codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
