"""Principal: who is calling, as the credential says; never as the body says."""

from dataclasses import dataclass

from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Principal:
    """`operator_key` is None for anonymous callers, planners and a platform-wide admin."""

    role: Role
    key_id: str | None = None
    operator_id: OperatorId | None = None
    operator_key: OperatorKey | None = None
    source_key: SourceKey | None = None

    def may_act_for(self, operator_key: int) -> bool:
        """True when this caller may read and change that operator's things."""
        return self.role == "admin" or (
            self.role == "operator" and self.operator_key == operator_key
        )


ANONYMOUS = Principal(role="anonymous")
