-- Stays in lots ($1) and classes ($2) that ended from $3 to before $4, by user class and by quarter
-- hours of length.
select
    user_class,
    floor(extract(epoch from left_at - entered_at) / 900)::integer as quarters,
    count(*) as stays
from parking_session
where lot_key = any ($1::integer[])
    and space_class = any ($2::smallint[])
    and left_at >= $3
    and left_at < $4
    and entered_at is not null
group by 1, 2
