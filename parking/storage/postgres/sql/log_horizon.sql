-- The oldest running transaction: at or beyond it a smaller number may still commit.
select pg_snapshot_xmin(pg_current_snapshot())
