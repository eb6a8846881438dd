-- Erase plates that no gate needs any more: of bookings that ended $1 days ago.
update booking set plate_sealed = null
where plate_sealed is not null
    and status not in ('held', 'pending_gate', 'confirmed', 'active', 'overstay')
    and coalesce(checked_out_at, least(updated_at, upper(during)))
        < city_now() - make_interval(days => $1)
