"""The WSGI entry point: `agentdash.wsgi:application`."""

import os
import re
from typing import Any

from django.core.wsgi import get_wsgi_application

from agentdash.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agentdash.settings")
_django = get_wsgi_application()
settle()

# Django takes the charset of a request for its query string too, and raises where a name is no text encoding at all
# ("hex", "undefined"), before any of our code runs. What we take is UTF-8 anyway.
_HARMLESS = re.compile(r'[^;*]*+(?:; *(?:charset="?utf-8"? *|boundary=[^;*]*+))*', re.IGNORECASE)


def application(environ: dict[str, Any], start_response: Any) -> Any:
    content_type = environ.get("CONTENT_TYPE", "")
    if not _HARMLESS.fullmatch(content_type):
        environ["CONTENT_TYPE"] = content_type.partition(";")[0]
    return _django(environ, start_response)
