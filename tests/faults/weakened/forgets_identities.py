"""A build that gives a report that comes again an identity of its own."""

from secrets import token_bytes

from ingest.reports import prepare
from tests.faults.weakened.program import run_as

ident_of = prepare.ident_of


def new_ident(*claims):
    return ident_of(*claims)[:4] + token_bytes(12)


prepare.ident_of = new_ident

if __name__ == "__main__":
    run_as("tests.faults.weakened.forgets_identities")
