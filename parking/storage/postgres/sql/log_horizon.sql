-- The oldest running transaction: at or beyond it a smaller number may still commit; and the next to
-- begin.
select pg_snapshot_xmin(now), pg_snapshot_xmax(now) from pg_current_snapshot() as now
