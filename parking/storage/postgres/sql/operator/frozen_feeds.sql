-- Sources of which all counts stand still, as the self-checks find.
select distinct source_key
from feed_verdict
where until is null and rule = 'frozen_feed' and source_key is not null and lot_key is null
