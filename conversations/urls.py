"""Pages of what happened, below an account's slug."""

from django.urls import path

from conversations.views.conversations import conversations
from conversations.views.health import discard_rejected, health, retry_rejected
from conversations.views.thread import thread

app_name = "conversations"
urlpatterns = [
    path("conversations/", conversations, name="list"),
    path("conversations/<int:conversation>/", thread, name="thread"),
    path("health/", health, name="health"),
    path("health/retry/", retry_rejected, name="retry"),
    path("health/discard/", discard_rejected, name="discard"),
]
