"""The HTTP API, put together from what each room answers."""

from conversations.intake.api.document import Api
from conversations.intake.api.events import router as events
from metrics.api.conversations import router as conversations
from metrics.api.credits import router as credited
from metrics.api.overview import router as overview
from metrics.api.thread import router as thread

api = Api()
for part in (events, overview, conversations, thread, credited):
    api.add_router("", part)
