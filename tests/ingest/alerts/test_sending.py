"""A message comes at least once by each way, however often the receiver is away before."""

import json
import time

import asyncpg
import pytest

from ingest.alerts.mail import SmtpServer
from ingest.alerts.sending import LONGEST_WAIT_S, MOST_ATTEMPTS, Sender, wait_s
from ingest.alerts.signing import is_signed
from ingest.polling.allow_list import AllowList
from ingest.polling.poster import Poster
from parking.feeds.messages import trial_message
from parking.principal import Principal
from parking.storage.postgres.contacts import Contacts
from parking.storage.postgres.feed_messages import Delivery, FeedMessages, NewMessage
from parking.storage.postgres.pool import PLATFORM, scoped
from tests.ingest.alerts.receivers import MailServer, Receiver

SECRET = "whsec_open-sesame"
HERE = AllowList.parse("127.0.0.0/8:*")


def sender(pool: asyncpg.Pool, allow: AllowList = HERE, smtp: SmtpServer | None = None) -> Sender:
    return Sender(FeedMessages(pool), Poster(allow), smtp)


async def tell(pool: asyncpg.Pool, north: Principal, *, url: str | None, mail: tuple = ()) -> None:
    await Contacts(pool).put(
        north, north.operator_key, url=url, secret=SECRET if url else None, mail_to=mail, lang="zh"
    )
    body = trial_message("north", 1_764_288_000_000_000, "Asia/Shanghai")
    await FeedMessages(pool).put(NewMessage(north.operator_key, "test", body))


async def deliveries(pool: asyncpg.Pool, north: Principal) -> list[Delivery]:
    return await FeedMessages(pool).newest(north, north.operator_key, 10)


async def let_time_pass(pool: asyncpg.Pool) -> None:
    async with scoped(pool, PLATFORM) as connection:
        await connection.execute("update feed_delivery set next_at = clock_timestamp()")


async def test_a_webhook_gets_the_message_signed(
    pool: asyncpg.Pool, north: Principal, receiver: Receiver
):
    await tell(pool, north, url=receiver.url)
    assert await sender(pool).send_due() == 1
    [(headers, body)] = receiver.got
    assert is_signed(SECRET, body, headers["onelot-signature"], time.time())
    told = json.loads(body)
    [delivery] = await deliveries(pool, north)
    assert (told["event"], told["operator"], told["id"]) == (
        "test", "north", str(delivery.message_id),
    )  # fmt: skip
    assert headers["onelot-message"] == told["id"]
    assert (delivery.state, delivery.attempts, delivery.told) == ("delivered", 1, "taken")
    assert await sender(pool).send_due() == 0


async def test_one_that_is_not_taken_comes_again_with_the_same_id(
    pool: asyncpg.Pool, north: Principal, receiver: Receiver
):
    receiver.statuses = [503, 302, 204]
    await tell(pool, north, url=receiver.url)
    for told in ("503", "302"):
        assert await sender(pool).send_due() == 1
        [delivery] = await deliveries(pool, north)
        assert (delivery.state, told in delivery.told) == ("due", True)
        assert await sender(pool).send_due() == 0
        await let_time_pass(pool)
    await sender(pool).send_due()
    assert (await deliveries(pool, north))[0].state == "delivered"
    assert len({headers["onelot-message"] for headers, _ in receiver.got}) == 1
    assert len(receiver.got) == 3


async def test_a_later_message_waits_for_the_one_before(
    pool: asyncpg.Pool, north: Principal, receiver: Receiver
):
    receiver.statuses = [503, 200]
    await tell(pool, north, url=receiver.url)
    await tell(pool, north, url=receiver.url)
    assert await sender(pool).send_due() == 1
    await let_time_pass(pool)
    assert [await sender(pool).send_due() for _ in range(3)] == [1, 1, 0]
    ids = [json.loads(body)["id"] for _, body in receiver.got]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://169.254.169.254/latest", "https://[::1]/", "ftp://x/"]
)
async def test_nothing_is_posted_to_an_address_that_is_not_of_the_open_internet(
    pool: asyncpg.Pool, north: Principal, receiver: Receiver, url: str
):
    await tell(pool, north, url=url)
    assert await sender(pool, AllowList()).send_due() == 1
    [delivery] = await deliveries(pool, north)
    assert delivery.state == "due"
    assert receiver.got == []


async def test_a_receiver_that_never_takes_it_is_given_up_after_more_than_a_day(
    pool: asyncpg.Pool, north: Principal, receiver: Receiver
):
    receiver.statuses = [500]
    await tell(pool, north, url=receiver.url)
    async with scoped(pool, PLATFORM) as connection:
        await connection.execute("update feed_delivery set attempts = $1", MOST_ATTEMPTS - 1)
    await sender(pool).send_due()
    assert (await deliveries(pool, north))[0].state == "given_up"
    waits = [wait_s(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert waits == sorted(waits)
    assert (waits[0] <= 10, waits[-1], sum(waits) > 24 * 3_600) == (True, LONGEST_WAIT_S, True)


async def test_mail_comes_in_the_operators_language_and_the_other(
    pool: asyncpg.Pool, north: Principal, mail_server: MailServer
):
    smtp = SmtpServer("127.0.0.1", "onelot@city.example", mail_server.port, security="none")
    await tell(pool, north, url=None, mail=("lin@north.example", "li@north.example"))
    await sender(pool, smtp=smtp).send_due()
    [mail] = mail_server.mails
    assert mail["to"] == "lin@north.example, li@north.example"
    assert "测试" in mail["subject"]
    assert "测试" in mail.get_content()
    assert "test" in mail.get_content()
    assert (await deliveries(pool, north))[0].state == "delivered"


async def test_a_mail_server_that_refuses_is_asked_again(
    pool: asyncpg.Pool, north: Principal, mail_server: MailServer
):
    mail_server.refuses = True
    smtp = SmtpServer("127.0.0.1", "onelot@city.example", mail_server.port, security="none")
    await tell(pool, north, url=None, mail=("lin@north.example",))
    await sender(pool, smtp=smtp).send_due()
    [delivery] = await deliveries(pool, north)
    assert (delivery.state, "Refused" in delivery.told) == ("due", True)


async def test_a_secret_is_in_no_table_in_clear_and_in_no_repr(
    pool: asyncpg.Pool, north: Principal, receiver: Receiver
):
    await tell(pool, north, url=receiver.url)
    async with scoped(pool, PLATFORM) as connection:
        sealed = await connection.fetchval("select secret from operator_contact")
    assert SECRET.encode() not in sealed
    [due] = await FeedMessages(pool).claim(1, 60)
    assert due.secret == SECRET
    assert SECRET not in repr(due)
