"""A build whose projector reads on from the last number it saw, whatever is still uncommitted."""

from ingest import projector
from parking.storage.postgres.report_log import ReportLog, _rows
from tests.faults.weakened.program import run_as

TAIL_BY_ID = """
select xid, id, source_key, lot_key, kind, record_serial, observed_at, epoch, flags, payload, ident
from report_log where id > $1 order by id limit $2
"""


class NaiveLog(ReportLog):
    async def tail(self, connection, after, horizon, limit):
        return _rows(await connection.fetch(TAIL_BY_ID, after[1], limit))


projector.ReportLog = NaiveLog

if __name__ == "__main__":
    run_as("tests.faults.weakened.tails_by_id")
