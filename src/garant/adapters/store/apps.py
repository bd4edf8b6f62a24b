"""The name under which Django knows the store."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Our own state, as an application of Django."""

    name = "garant.adapters.store"
    label = "garant"
    default_auto_field = "django.db.models.BigAutoField"
