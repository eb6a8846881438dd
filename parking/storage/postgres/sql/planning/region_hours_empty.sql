-- Of these rows those go in which no lot is left.
delete from region_hour r
using unnest($1::text[], $2::smallint[], $3::timestamptz[]) as k (region, space_class, hour)
where r.region = k.region and r.space_class = k.space_class and r.hour = k.hour
    and r.lots = 0 and r.hour between $4 and $5
