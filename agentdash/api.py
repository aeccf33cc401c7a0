"""The HTTP API, put together from what each room answers."""

from conversations.intake.api.document import Api
from conversations.intake.api.events import router as events

api = Api()
api.add_router("", events)
