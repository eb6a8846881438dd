"""`onelot import`, `areas import` and `key` on a real database, as a user runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.commands.main import main
from parking.storage.settings import StoreUrls

JINAN = Path("/work/shared/data/jinan")
real_jinan = pytest.mark.skipif(not JINAN.exists(), reason="the real data of Jinan is not here")


class Terminal:
    """Runs commands on this test's stores."""

    def __init__(self, stores: StoreUrls, folder: Path) -> None:
        self.folder = folder
        self._env = {
            "ONELOT_DATABASE_URL": stores.database_url, "ONELOT_REDIS_URL": stores.redis_url,
        }  # fmt: skip

    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(part) for part in arguments], env=self._env)

    def told(self, *arguments: str | Path) -> dict:
        result = self.run(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path


@pytest.fixture
def terminal(stores: StoreUrls, tmp_path: Path) -> Terminal:
    return Terminal(stores, tmp_path)


def feature(lot_id: str, lat: object = 36.66, lon: object = 117.02, **properties: object) -> dict:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"lot_id": lot_id, "name": lot_id, "capacity": 10} | properties,
    }


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def counts(told: dict) -> tuple[int, int, int, int]:
    return told["created"], told["updated"], told["unchanged"], told["rejected"]


def test_good_rows_land_bad_ones_are_named_and_again_changes_nothing(terminal: Terminal):
    rows = [feature("a"), feature("b", lat=float("nan")), 7, feature("c", capacity=-1),
            feature("a"), feature("d", lat=117.0, lon=36.6), feature("e", owner="x")]  # fmt: skip
    path = terminal.write("lots.geojson", collection(*rows))
    first = terminal.told("import", path, "--operator", "op-1")
    assert counts(first) == (2, 0, 0, 5)
    assert [problem["pointer"] for problem in first["problems"]] == [
        "/features/1/lat", "/features/2/lot_id", "/features/3/capacity", "/features/4/lot_id",
        "/features/5/lat",
    ]  # fmt: skip
    assert counts(terminal.told("import", path, "--operator", "op-1")) == (0, 0, 2, 5)
    path = terminal.write("lots.geojson", collection(feature("a", capacity=11), feature("e")))
    assert counts(terminal.told("import", path)) == (0, 1, 1, 0)


def test_a_file_of_which_nothing_lands_is_a_failure(terminal: Terminal):
    assert terminal.run("import", terminal.write("x.geojson", collection(7))).exit_code == 1
    assert terminal.run("import", terminal.write("x.json", "{")).exit_code == 1
    nobodys = terminal.run("import", terminal.write("y.geojson", collection(feature("a"))))
    assert nobodys.exit_code == 1
    assert "--operator" in nobodys.output
    assert terminal.run("import", terminal.folder / "missing.csv").exit_code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_it_comes_in(
    terminal: Terminal, encoding: str, delimiter: str
):
    lines = [
        "lot_id,name,lat,lon,capacity,has_gate",
        "a,泉城路,36.66,117.02,287.0,是",
        "b,芙蓉街,,,,",
    ]
    text = "\r\n".join(lines).replace(",", delimiter)
    path = terminal.write("lots.csv", text.encode(encoding))
    assert counts(terminal.told("import", path, "--operator", "op-1")) == (2, 0, 0, 0)


def test_csv_cells_that_are_not_what_their_column_says_are_refused(terminal: Terminal):
    path = terminal.write(
        "lots.csv",
        'lot_id,name,lat,lon,capacity,tariff\na,x,36.6,117.0,"1,200",\nb,x,N/A,117,5,\n'
        'c,x,,,"{""general"": 5}","{""visit_fen"": 500}"\nd,x,,,5,{broken\n',
    )
    told = terminal.told("import", path, "--operator", "op-1")
    assert counts(told) == (1, 0, 0, 3)
    assert [problem["id"] for problem in told["problems"]] == ["a", "b", "d"]


SQUARE = [[116.9, 36.5], [117.1, 36.5], [117.1, 36.7], [116.9, 36.7], [116.9, 36.5]]


def area(code: str, level: str, ring: list, **properties: object) -> dict:
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {"area_code": code, "name": code, "level": level} | properties,
    }


def test_a_lot_without_an_area_gets_the_smallest_around_it_whichever_came_first(
    terminal: Terminal,
):
    lots = [feature("before"), feature("declared", area_code="mine"), feature("far", lon=118)]
    terminal.told("import", terminal.write("l.geojson", collection(*lots)), "--operator", "op-1")
    small = [[117.0, 36.6], [117.05, 36.6], [117.05, 36.68], [117.0, 36.68]]
    areas = collection(area("city", "city", SQUARE), area("grid-1", "grid", small))
    path = terminal.write("areas.geojson", areas)
    assert terminal.told("areas", "import", path, "--coordsys", "wgs84")["changed"] == 2
    after = terminal.write("m.geojson", collection(*lots, feature("after")))
    assert counts(terminal.told("import", after, "--operator", "op-1")) == (1, 0, 3, 0)
    key = terminal.told("key", "create", "--role", "operator", "--operator", "op-1")
    assert key["key"].startswith(f"ol_{key['key_id']}_")


@real_jinan
def test_jinans_districts_and_streets_land_whole(terminal: Terminal):
    for name, n in [("370100_full.datav.gcj02.geojson", 12), ("streets.china-division.csv", 164)]:
        told = terminal.told("areas", "import", JINAN / name)
        assert (told["changed"], told["rejected"]) == (n, 0)
        assert terminal.told("areas", "import", JINAN / name)["unchanged"] == n


def test_keys_are_listed_without_secrets_and_die_when_revoked(terminal: Terminal):
    made = terminal.told("key", "create", "--role", "planner", "--name", "规划局")
    listed = terminal.run("key", "list").output
    assert made["key_id"] in listed
    assert made["key"] not in listed
    assert terminal.told("key", "revoke", made["key_id"])["revoked"]
    assert "revoked" in terminal.run("key", "list").output
    assert terminal.run("key", "revoke", "nobody").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [["--role", "king"], ["--role", "operator"], ["--role", "operator", "--operator", "a b"]],
)
def test_a_key_that_cannot_be_is_a_usage_error(terminal: Terminal, arguments: list[str]):
    assert terminal.run("key", "create", *arguments).exit_code == 2
