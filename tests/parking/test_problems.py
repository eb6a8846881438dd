"""The catalogue of problems, and how a route says who may call it."""

import pytest

from parking.access import roles
from parking.problems import CATALOGUE, LONGEST, PROBLEM_BASE, Problem


def test_every_type_is_said_in_both_languages_with_an_error_status():
    for kind in CATALOGUE.values():
        assert kind.title.isascii()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in kind.title_zh)
        assert 400 <= kind.status < 600


def test_a_problem_carries_its_type_and_place():
    assert Problem("too-old", "older than 7 days", "/reports/3/observed_at").to_dict() == {
        "type": PROBLEM_BASE + "too-old",
        "title": "Observed too long ago",
        "title_zh": "观测时间过早",
        "status": 422,
        "detail": "older than 7 days",
        "retryable": False,
        "pointer": "/reports/3/observed_at",
    }


def test_a_problem_does_not_send_back_all_that_was_sent():
    told = Problem("bad-field", "free " + "9" * 5_000, "/" + "a" * 5_000).to_dict()
    assert len(str(told["detail"])) == len(str(told["pointer"])) == LONGEST + 1


def test_what_may_work_later_says_so():
    assert {slug for slug, kind in CATALOGUE.items() if kind.retryable} == {
        "internal", "rate-limited", "unavailable"
    }  # fmt: skip


def test_a_route_allows_at_least_one_role():
    assert roles("operator", "admin") == {"x-roles": ["operator", "admin"]}
    with pytest.raises(ValueError, match="at least one"):
        roles()
