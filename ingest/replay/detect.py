"""Which recording is this? Asked of every format in turn, by content."""

from collections.abc import Callable
from pathlib import Path

from ingest.formats.datex2_v2_facility import recording as datex2_v2_facility
from ingest.formats.free_changes import mapping as free_changes
from ingest.formats.occupancy_log import mapping as occupancy_log
from ingest.replay.recording import Recording

FORMATS: dict[str, Callable[[Path], Recording | None]] = {
    free_changes.FORMAT: free_changes.find,
    occupancy_log.FORMAT: occupancy_log.find,
    datex2_v2_facility.FORMAT: datex2_v2_facility.find,
}


def open_recording(path: Path, format_name: str = "auto") -> Recording:
    """Open the recording at `path`; ValueError says which formats were tried."""
    if not path.exists():
        raise ValueError(f"{path}: there is no such file or folder")
    names = list(FORMATS) if format_name == "auto" else [format_name]
    for name in names:
        recording = FORMATS[name](path)
        if recording is not None:
            return recording
    raise ValueError(f"{path}: not a recording in any of the formats {', '.join(names)}")
