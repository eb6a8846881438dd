"""Sends a mail through the city's own SMTP server, in a thread: the protocol waits a lot."""

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, Literal

SmtpSecurity = Literal["starttls", "tls", "none"]
PATIENCE_S: Final = 20.0
_PORTS: Final[dict[SmtpSecurity, int]] = {"starttls": 587, "tls": 465, "none": 25}
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed in, and as whom. `port` 0: the usual one of the security."""

    host: str
    sender: str
    port: int = 0
    user: str = ""
    password: str = ""
    security: SmtpSecurity = "starttls"

    def __repr__(self) -> str:
        """Without the password."""
        return f"SmtpServer({self.host})"


async def send_mail(
    server: SmtpServer, to: Sequence[str], subject: str, text: str, message_id: str
) -> str | None:
    """Send one; None where the server took it for somebody, else what went wrong.

    `message_id` makes a mail that comes twice, as it may, the same for a mail program.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, ", ".join(to), subject
    message["Message-ID"] = f"<{message_id}@onelot.invalid>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return await asyncio.to_thread(_hand_in, server, message)


def _hand_in(server: SmtpServer, message: EmailMessage) -> str | None:
    port = server.port or _PORTS[server.security]
    context = ssl.create_default_context()
    try:
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, port, timeout=PATIENCE_S, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, port, timeout=PATIENCE_S)
        with smtp:
            if server.security == "starttls":
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
            smtp.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        return f"{type(error).__name__}: {error}"[:_LONGEST]
    return None
