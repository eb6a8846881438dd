-- Offences of a plate ($1) that are neither forgiven nor behind an earlier bar.
select kind, at from sharing_offence
where plate_hash = $1
    and forgiven_at is null
    and at > coalesce(
        (select max(lower(during)) from sharing_ban where plate_hash = $1), '-infinity'
    )
order by at
