"""On which terms operators are told of their feeds: where to, and by which mail server."""

from api.settings import Settings
from ingest.alerts.mail import SmtpServer
from ingest.alerts.terms import AlertTerms
from ingest.polling.allow_list import AllowList


def alert_terms(settings: Settings) -> AlertTerms:
    """Read the settings; without a mail server nothing is mailed."""
    smtp = None
    if settings.smtp_host is not None:
        smtp = SmtpServer(
            settings.smtp_host,
            settings.smtp_from,
            settings.smtp_port,
            settings.smtp_user,
            settings.smtp_password.get_secret_value(),
            settings.smtp_security,
        )
    return AlertTerms(AllowList.parse(settings.feed_allow), smtp, settings.timezone)
