select source_key, since, ttl_s from source_rhythm order by source_key, since
