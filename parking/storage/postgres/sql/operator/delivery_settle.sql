-- Write down what a try ($1 the message, $2 the way) came to: its state ($3), what is told of it ($4),
-- and in how many seconds ($5) the next is due.
update feed_delivery
set state = $3, told = $4, next_at = clock_timestamp() + make_interval(secs => $5)
where message_key = $1 and way = $2 and state = 'due'
