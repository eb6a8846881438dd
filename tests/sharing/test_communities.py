"""Communities: an owner keeps spaces for drivers it knows, by their ids alone."""

from tests.services.city import City
from tests.sharing.agreeing import call, edit, lend, lent, open_city, slug
from tests.sharing.lending import new_driver

PATH = "/v1/sharing/communities"


async def make(city: City, key: dict[str, str], name: str = "幸福小区", **more):
    return await call(city, "POST", PATH, key, {"name": name} | more)


async def test_members_are_let_in_and_go_by_their_ids(city: City):
    owner = await city.key("owner")
    made = await make(city, owner)
    assert (made.status_code, made.json()["members"]) == (201, 0)
    members = f"{PATH}/{made.json()['community_id']}/members"
    drivers = sorted([(await new_driver(city.pool))[0] for _ in range(3)])
    for driver in (*drivers, drivers[0]):
        assert (await call(city, "PUT", f"{members}/{driver}", owner)).status_code == 200
    page = (await city.client.get(members, params={"limit": 2}, headers=owner)).json()
    query = {"cursor": page["next_cursor"]}
    rest = (await city.client.get(members, params=query, headers=owner)).json()
    assert (page["drivers"] + rest["drivers"], rest["next_cursor"]) == (drivers, None)
    assert (await call(city, "DELETE", f"{members}/{drivers[0]}", owner)).status_code == 204
    assert (await call(city, "DELETE", f"{members}/{drivers[0]}", owner)).status_code == 404
    assert (await call(city, "PUT", f"{members}/nobody", owner)).status_code == 404
    [listed] = (await city.client.get(PATH, headers=owner)).json()["communities"]
    assert (listed["name"], listed["members"]) == ("幸福小区", 2)


async def test_nobody_else_sees_or_uses_a_community(city: City):
    key = await open_city(city)
    owner, other = await city.key("owner"), await city.key("owner")
    community = (await make(city, owner)).json()["community_id"]
    driver, _ = await new_driver(city.pool)
    members = f"{PATH}/{community}/members"
    assert (await city.client.get(members, headers=other)).status_code == 404
    assert (await call(city, "PUT", f"{members}/{driver}", other)).status_code == 404
    assert (await call(city, "DELETE", f"{PATH}/{community}", other)).status_code == 404
    assert (await city.client.get(PATH, headers=key)).json()["communities"] == []
    refused = await lend(city, key, audience={"community": community})
    assert slug(refused) == (422, "bad-field", "/audience/community")
    assert (await lend(city, owner, audience={"community": community})).status_code == 201


async def test_a_community_is_kept_as_long_as_an_agreement_is_for_it(city: City):
    key = await open_city(city)
    community = (await make(city, key)).json()["community_id"]
    path = await lent(city, key, audience={"community": community})
    refused = await call(city, "DELETE", f"{PATH}/{community}", key)
    assert slug(refused)[:2] == (409, "conflict")
    assert path.rsplit("/", 1)[1] in refused.json()["detail"]
    assert (await edit(city, key, path, audience=None)).status_code == 200
    assert (await call(city, "DELETE", f"{PATH}/{community}", key)).status_code == 204
    assert (await city.client.get(PATH, headers=key)).json()["communities"] == []


async def test_an_admin_makes_a_community_for_an_operator(city: City):
    admin = await city.key("admin")
    assert slug(await make(city, admin)) == (422, "missing-field", "/operator")
    made = await make(city, admin, operator="op1")
    assert made.json()["owner"]["operator"] == "op1"
    key = await city.key("operator", "op1")
    assert len((await city.client.get(PATH, headers=key)).json()["communities"]) == 1
    assert slug(await make(city, key, operator="op2")) == (422, "bad-field", "/operator")
