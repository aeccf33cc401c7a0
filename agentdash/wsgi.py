"""The WSGI entry point: `agentdash.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agentdash.settings")
application = get_wsgi_application()
