"""Terms: what whoever runs the city decides about telling operators of their feeds."""

from dataclasses import dataclass, field

from ingest.alerts.mail import SmtpServer
from ingest.polling.allow_list import AllowList


@dataclass(frozen=True, slots=True)
class AlertTerms:
    """`allow`: where webhooks may be, as for polled feeds. `smtp` None: no mail is sent.

    `zone` is the city's, in which moments are told.
    """

    allow: AllowList = field(default_factory=AllowList)
    smtp: SmtpServer | None = None
    zone: str = "Asia/Shanghai"
