"""What Django and allauth say on our pages and say badly in Swedish: here it is ours to translate, and ours wins.

Only read by `./run messages`, never imported.
"""

from django.utils.translation import gettext_noop as _

# django-allauth
_("Email address")
_("The email address and/or password you specified are not correct.")
_("You must type the same password each time.")

# Django
_("Enter a valid email address.")
_("Your password can’t be a commonly used password.")
_("Your password can’t be entirely numeric.")
_("Your password can’t be too similar to your other personal information.")
_("This password is entirely numeric.")
