-- Of these rows those go in which no lot is left.
delete from region_day r
using unnest($1::text[], $2::smallint[], $3::date[]) as k (region, space_class, day)
where r.region = k.region and r.space_class = k.space_class and r.day = k.day and r.lots = 0
