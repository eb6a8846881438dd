delete from occupancy_hour
where lot_key = $1
    and (space_class, hour) in (select * from unnest($2::smallint[], $3::timestamptz[]))
    and hour between $4 and $5
