-- Microseconds that spaces of agreements ($1) were lent, taken back and used, by local days of a
-- zone ($4) between two moments ($2, $3). Spaces are counted as the terms of each moment say.
with span as (
    select
        d::date as day,
        tstzrange(
            greatest($2, d::date::timestamp at time zone $4),
            least($3, (d::date + 1)::timestamp at time zone $4)
        ) as during
    from generate_series(
        ($2::timestamptz at time zone $4)::date::timestamp,
        (($3::timestamptz - interval '1 microsecond') at time zone $4)::date::timestamp,
        interval '1 day'
    ) d
),
lent as (
    select w.agreement_key, span.day, range_agg(w.stay * span.during) as during
    from sharing_window w
    join span on w.stay && span.during
    where w.agreement_key = any ($1::integer[])
    group by w.agreement_key, span.day
),
terms_held as (
    select
        agreement_key,
        case
            when jsonb_typeof(terms -> 'spaces') = 'array' then jsonb_array_length(terms -> 'spaces')
            else (terms ->> 'quota')::integer
        end as spaces,
        tstzrange(
            case when version > 1 then changed_at end,
            case when lead(changed_at) over versions is not null
                then greatest(lead(changed_at) over versions, changed_at)
            end
        ) as during
    from sharing_agreement_version
    where agreement_key = any ($1::integer[])
    window versions as (partition by agreement_key order by version)
),
taken_back as (
    select
        agreement_key, space_key,
        range_agg(tstzrange(lower(during), least(upper(during), lifted_at))) as during
    from sharing_suspension
    where agreement_key = any ($1::integer[])
        and during && tstzrange($2, $3)
        and (lifted_at is null or lifted_at > lower(during))
    group by agreement_key, space_key
),
split as (
    select
        lent.agreement_key, lent.day, lent.during,
        lent.during * coalesce(everything.during, '{}') as suspended
    from lent
    left join taken_back everything
        on everything.agreement_key = lent.agreement_key and everything.space_key is null
),
stays as (
    select
        agreement_key,
        tstzrange(checked_in_at, greatest(checked_in_at, coalesce(checked_out_at, city_now())))
            as during
    from booking
    where agreement_key = any ($1::integer[])
        and checked_in_at < $3
        and coalesce(checked_out_at, 'infinity') > $2
),
pieces as (
    select
        split.agreement_key, split.day, terms_held.spaces,
        split.during * multirange(terms_held.during) as lent,
        split.suspended * multirange(terms_held.during) as suspended,
        '{}'::tstzmultirange as used
    from split
    join terms_held using (agreement_key)
    union all
    select
        split.agreement_key, split.day, 1, '{}',
        split.during * taken_back.during - split.suspended, '{}'
    from split
    join taken_back using (agreement_key)
    where taken_back.space_key is not null
    union all
    -- Where somebody stayed all the same, nothing was taken back.
    select
        split.agreement_key, split.day, 1, '{}',
        split.suspended * multirange(stays.during), split.during * multirange(stays.during)
    from split
    join stays using (agreement_key)
    where stays.during && split.during
)
select
    agreement_key, day,
    coalesce(sum(spaces * lent_us), 0)::bigint as lent_us,
    coalesce(sum(case when used = '{}' then spaces else -1 end * suspended_us), 0)::bigint
        as suspended_us,
    coalesce(sum(used_us), 0)::bigint as used_us
from pieces
cross join lateral (
    select
        (select sum(extract(epoch from upper(r) - lower(r))) * 1000000 from unnest(lent) r) as lent_us,
        (select sum(extract(epoch from upper(r) - lower(r))) * 1000000 from unnest(suspended) r)
            as suspended_us,
        (select sum(extract(epoch from upper(r) - lower(r))) * 1000000 from unnest(used) r) as used_us
) measured
group by agreement_key, day
