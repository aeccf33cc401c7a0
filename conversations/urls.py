"""Pages of what happened, below an account's slug."""

from django.urls import path

from conversations.views.connections import (
    change_secret,
    connect,
    connection,
    connections,
    disconnect,
    drop_previous,
    settle_request,
)
from conversations.views.conversations import conversations
from conversations.views.day_notes import add_note, change_note, day_note, delete_note, restore_note
from conversations.views.health import discard_rejected, health, retry_rejected
from conversations.views.keys import create_key, keys, revoke_key
from conversations.views.live import live, switch
from conversations.views.person import person
from conversations.views.profile import change_profile, profile
from conversations.views.reveals import reveal_contacts, reveals
from conversations.views.saved_views import (
    change_view,
    choose_view,
    delete_view,
    move_view,
    save_view,
    saved_view,
    saved_views,
    update_view,
)
from conversations.views.thread import thread

app_name = "conversations"
urlpatterns = [
    path("conversations/", conversations, name="list"),
    path("conversations/<int:conversation>/", thread, name="thread"),
    path("conversations/<int:conversation>/reveal/", reveal_contacts, name="reveal"),
    path("people/<int:profile>/", person, name="person"),
    path("conversations/views/", saved_views, name="saved_views"),
    path("conversations/views/save/", save_view, name="save_view"),
    path("conversations/views/<int:view>/", saved_view, name="saved_view"),
    path("conversations/views/<int:view>/change/", change_view, name="change_view"),
    path("conversations/views/<int:view>/update/", update_view, name="update_view"),
    path("conversations/views/<int:view>/default/", choose_view, name="choose_view"),
    path("conversations/views/<int:view>/move/", move_view, name="move_view"),
    path("conversations/views/<int:view>/delete/", delete_view, name="delete_view"),
    path("notes/add/", add_note, name="add_note"),
    path("notes/restore/", restore_note, name="restore_note"),
    path("notes/<int:note>/", day_note, name="day_note"),
    path("notes/<int:note>/change/", change_note, name="change_note"),
    path("notes/<int:note>/delete/", delete_note, name="delete_note"),
    path("me/", profile, name="profile"),
    path("me/change/", change_profile, name="change_profile"),
    path("settings/connections/", connections, name="connections"),
    path("settings/connections/connect/", connect, name="connect"),
    path("settings/connections/<int:connection>/", connection, name="connection"),
    path("settings/connections/<int:connection>/secret/", change_secret, name="change_secret"),
    path("settings/connections/<int:connection>/previous/", drop_previous, name="drop_previous"),
    path("settings/connections/<int:connection>/close/", disconnect, name="disconnect"),
    path("settings/requests/<int:asked>/done/", settle_request, name="settle_request"),
    path("settings/reveals/", reveals, name="reveals"),
    path("settings/keys/", keys, name="keys"),
    path("settings/keys/create/", create_key, name="create_key"),
    path("settings/keys/<int:key>/revoke/", revoke_key, name="revoke_key"),
    path("settings/live/", live, name="live"),
    path("settings/live/switch/", switch, name="switch"),
    path("health/", health, name="health"),
    path("health/retry/", retry_rejected, name="retry"),
    path("health/discard/", discard_rejected, name="discard"),
]
