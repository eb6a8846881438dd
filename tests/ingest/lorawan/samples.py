"""Messages that this project wrote in the networks' shapes."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "formats" / "lorawan"
SAMPLES = sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".py")


def sample(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
