from django.apps import AppConfig

from conversations.languages import remember_messages


class ConversationsConfig(AppConfig):
    name = "conversations"
    verbose_name = "Agentdash"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        remember_messages()
