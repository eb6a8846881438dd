from api.areas.search import SPELT_A_QUESTION, PlaceSearch
from parking.directory import Directory
from parking.ports import RegistryDelta
from tests.parking.test_replica import lot


def test_after_a_large_import_names_are_found_at_once_and_their_pinyin_soon():
    count = 3 * SPELT_A_QUESTION
    directory = Directory()
    lots = [lot(key, lat=36.6, name=f"泉城{key}号") for key in range(1, count + 1)]
    directory.apply(RegistryDelta(1, lots))
    search = PlaceSearch(directory)
    assert [place.name for place in search.find(f"泉城{count}", 5)] == [f"泉城{count}号"]
    assert search.find(f"quancheng{count}", 5) == []
    for _ in range(3):
        search.find("泉", 5)
    assert [place.name for place in search.find(f"qc{count}", 5)] == [f"泉城{count}号"]
