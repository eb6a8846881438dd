-- For what is read in this transaction: plans for the very lots and days asked about, so that
-- months nobody asked for are left out, and none compiled first, which takes longer than reading.
select
    set_config('plan_cache_mode', 'force_custom_plan', true),
    set_config('jit', 'off', true),
    set_config('work_mem', '32MB', true)
