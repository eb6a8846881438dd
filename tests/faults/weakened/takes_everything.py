"""A build that takes whatever it is asked, however much waits already and for however long."""

from api.server.pressure import Pressure
from ingest import writer
from tests.faults.weakened.program import run_as

writer.WAITING_BYTES = 2**60
writer.ReportWriter.__init__.__kwdefaults__["deadline_s"] = 3_600.0
writer.ReportWriter.is_behind = lambda _: False
Pressure.is_over = lambda _: False

if __name__ == "__main__":
    run_as("tests.faults.weakened.takes_everything")
