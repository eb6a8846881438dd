"""Close codes of /v1/live. From 4400 up the client is at fault and should not simply reconnect."""

from enum import IntEnum


class LiveClose(IntEnum):
    """Why the server closes; the protocol's own codes 1002, 1007 and 1009 come from the parser."""

    BINARY = 1003
    BAD_UTF8 = 1007
    RESTART = 1012
    KEY_REFUSED = 4003
    SLOW = 4008
    TOO_MANY_MESSAGES = 4009
    NO_PONG = 4012
    BAD_MESSAGE = 4400
    NOTHING_WATCHED = 4408
