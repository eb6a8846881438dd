"""A build that commits what a call did, and keeps its answer in a transaction of its own."""

from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import once
from tests.faults.weakened.program import run_as


async def _run_apart(pool, call, work):
    place = (call.key_id, call.method, call.route, call.key)
    async with scoped(pool, PLATFORM) as connection:
        kept = await connection.fetchrow(query("sharing/call_read"), *place)
    if kept is not None:
        return once.Reply(kept["status"], kept["body"]), True
    async with scoped(pool, PLATFORM) as connection:
        reply = await once._worked(connection, work)
    async with scoped(pool, PLATFORM) as connection:
        await connection.execute(
            query("sharing/call_reserve"), *place, call.fingerprint, "2000", "2900"
        )
        await connection.execute(query("sharing/call_keep"), *place, reply.status, reply.body)
    return reply, False


# Before anything else imports it by its name.
once.run_once = _run_apart

if __name__ == "__main__":
    run_as("tests.faults.weakened.keeps_answers_apart")
