"""Signs of life of what runs beside the pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """When a job of the worker last came to its end, whole; it belongs to the installation, not to an account."""

    job = models.CharField(_("job"), max_length=60, primary_key=True)
    last_at = models.DateTimeField(_("last run"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.job
