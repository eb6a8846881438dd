-- A feed that was changed meanwhile (due again since then) stays due.
update polled_feed_state
set due_at = case when due_at > $6 then due_at else $3 end,
    memory = $4, status = $5, leased_by = null, leased_until = null
where feed_key = $1 and leased_by = $2
