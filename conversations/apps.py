from django.apps import AppConfig

from conversations.current import keep_in_contexts
from conversations.languages import remember_messages


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = "Agentdash"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        keep_in_contexts()
        remember_messages()
