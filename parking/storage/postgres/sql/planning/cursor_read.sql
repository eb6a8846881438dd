select xid, id, taken_xid, taken_id, received_until, is_restored from rollup_cursor
