"""Payments on the ledger: whose account a receipt is for, and what accounts come to."""

from parking.principal import Principal
from parking.sharing.ledger import Sum, driver_account, owner_account
from parking.sharing.payments import PaymentAdapter, Receipt, postings_of
from parking.storage.postgres import audit
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing import ledger
from parking.storage.postgres.sharing.drivers import driver_of


class NoPartyError(LookupError):
    """There is no such driver, operator or owner."""


async def take(
    connection: Connection, actor: Principal, adapter: PaymentAdapter, receipt: Receipt
) -> Sum:
    """Book a payment and return what the account comes to then; raises NoPartyError."""
    account = await _account_of(connection, receipt)
    await ledger.post(connection, "payment", None, postings_of(receipt, account))
    detail = {
        "adapter": adapter.name,
        "reference": receipt.reference,
        "fen": receipt.amount.fen,
        "credits": receipt.amount.credits,
    }
    subject = f"{receipt.kind} {receipt.party}"
    await audit.record(connection, actor, "payment.take", subject, detail=detail)
    return await ledger.balance_of(connection, account)


async def own_balance(connection: Connection, principal: Principal) -> Sum:
    """Read what the caller's account comes to: below zero, it owes."""
    if principal.role == "driver":
        account = driver_account((await driver_of(connection, principal)).driver_key)
    else:  # an owner lends in its own name, whichever operator its key belongs to
        operator_key = principal.operator_key if principal.role == "operator" else None
        account = owner_account(operator_key, principal.key_id)
    return await ledger.balance_of(connection, account)


async def _account_of(connection: Connection, receipt: Receipt) -> str:
    row = await connection.fetchrow(query("sharing/party"), receipt.kind, receipt.party)
    if row is None:
        raise NoPartyError(receipt.party)
    if row["driver_key"] is not None:
        return driver_account(row["driver_key"])
    return owner_account(row["operator_key"], row["key_id"])
