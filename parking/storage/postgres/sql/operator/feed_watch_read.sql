select source_key, state, since, suspected, suspected_since
from feed_watch
