-- A lot's sessions of which one passage was in a span.
select * from parking_session
where lot_key = $1 and entered_at >= $2 and entered_at < $3
union
select * from parking_session
where lot_key = $1 and left_at >= $2 and left_at < $3
