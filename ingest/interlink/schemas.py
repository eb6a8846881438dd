"""The shapes of what the interlink's routes tell in our own words, as the OpenAPI shows them."""

from pydantic import BaseModel, Field

from ingest.interlink.profile import Profile


class SigningAnswer(BaseModel):
    """What a vendor's program is set up with."""

    key_id: str
    secret: str = Field(description="The vendor's signing secret · 签名密钥")
    path: str = Field(description="Where it posts to, before the profile's name · 推送地址")


class MessageAnswer(BaseModel):
    """One message of a profile."""

    name: str
    kind: str
    title: str
    title_zh: str


class InterlinkProfileAnswer(BaseModel):
    """One profile, with its messages."""

    name: str
    title: str
    title_zh: str
    basis: str
    basis_zh: str
    is_signed: bool
    messages: list[MessageAnswer]


def told_of(profile: Profile) -> InterlinkProfileAnswer:
    """Tell a profile and its messages."""
    return InterlinkProfileAnswer(
        name=profile.name,
        title=profile.title.en,
        title_zh=profile.title.zh,
        basis=profile.basis.en,
        basis_zh=profile.basis.zh,
        is_signed=profile.signature is not None,
        messages=[
            MessageAnswer(
                name=message.name,
                kind=message.kind,
                title=message.title.en,
                title_zh=message.title.zh,
            )
            for message in profile.messages
        ],
    )
