"""Route of notices: what drivers and owners were told, the newest first."""

from typing import Any

from fastapi import APIRouter, Response

from api.dependencies import DEFAULT_LIMIT, Caller, Cursor, Limit, problems
from api.paging import cursor_after, number_of
from api.services import Services
from api.sharing.notice_schemas import NoticeAnswer, NoticePage
from parking.access import roles
from parking.sharing.notices import words
from parking.storage.postgres.sharing.notices import NEWEST, Notice, list_notices


def notices_router(services: Services) -> APIRouter:
    """Make the router; who is signed in on /v1/live gets each notice there too, at once."""
    router = APIRouter()

    @router.get(
        "/v1/sharing/notices",
        openapi_extra=roles("driver", "owner", "operator"),
        responses=problems(400, 401, 403),
        summary="What you were told about bookings · 我的共享停车通知",
    )
    async def list_own(
        caller: Caller, response: Response, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
    ) -> NoticePage:
        page = await list_notices(
            services.pool, caller, before=number_of(cursor, NEWEST), limit=limit + 1
        )
        following = cursor_after(str(page[limit - 1].notice_key)) if len(page) > limit else None
        response.headers["cache-control"] = "no-store"
        answers = [NoticeAnswer(**notice_said(notice)) for notice in page[:limit]]
        return NoticePage(notices=answers, next_cursor=following)

    return router


def notice_said(notice: Notice) -> dict[str, Any]:
    """Say a notice in both languages, with what programs need."""
    told = words(notice.kind, notice.facts)
    return {
        "at": notice.at,
        "kind": notice.kind,
        "title": told.title,
        "title_zh": told.title_zh,
        "text": told.text,
        "text_zh": told.text_zh,
        "booking_id": notice.booking_id,
        "agreement_id": notice.agreement_id,
        "facts": notice.facts,
    }
