"""The ACL file: what it grants, read as Mosquitto reads it. Its Mosquitto is in another test."""

from ingest.mqtt.accounts import password_line, with_user
from ingest.mqtt.acl import acl_text
from ingest.mqtt.topics import ROOT, refusals_of

GATED = {"jn": ["jn-2", "jn-1"], "onelot": ["x-1"], "qd": []}


def section(text: str, user: str) -> list[str]:
    """Return the lines of one user; patterns are everybody's."""
    lines, of = [], None
    for line in text.splitlines():
        if line.startswith("user "):
            of = line.removeprefix("user ")
        elif line.startswith("topic ") and of == user:
            lines.append(line)
    return lines


def test_every_operator_has_its_own_topics_and_no_line_names_another_s():
    text = acl_text(GATED)
    patterns = [line for line in text.splitlines() if line.startswith("pattern ")]
    assert patterns == [f"pattern readwrite {ROOT}/%u/#", f"pattern read {refusals_of('%u')}"]
    assert all("#" not in line and "+" not in line for line in section(text, "jn"))


def test_gates_of_an_operator_are_told_and_heard_one_by_one():
    lines = section(acl_text(GATED), "jn")
    assert "topic read onelot/v1/lots/jn-1/authorisations" in lines
    assert "topic write onelot/v1/lots/jn-2/passages" in lines
    assert not any(line.startswith("topic write") and "authorisations" in line for line in lines)
    assert len(lines) == 8


def test_an_operator_that_is_named_like_the_city_gets_no_rights_of_the_city_s_account():
    assert not any("x-1" in line for line in acl_text(GATED).splitlines())
    assert "user qd" not in acl_text(GATED)


def test_the_city_hears_all_and_speaks_to_gates_alone():
    city = section(acl_text({}), "onelot")
    written = [line for line in city if "write" in line]
    assert f"topic read {ROOT}/#" in city
    assert written == [
        "topic write onelot/v1/refusals/#",
        "topic write onelot/v1/lots/+/authorisations",
        "topic write onelot/v1/lots/+/receipts",
    ]


def test_a_new_password_replaces_the_old_one_of_that_user_alone():
    text = with_user(with_user("", "jn", "jn:1"), "jn2", "jn2:1")
    assert with_user(text, "jn", "jn:2") == "jn2:1\njn:2\n"
    assert with_user(text, "jn", None) == "jn2:1\n"


def test_the_same_password_is_not_the_same_line_twice():
    assert password_line("jn", "p", b"a" * 12) != password_line("jn", "p", b"b" * 12)
