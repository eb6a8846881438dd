-- before: the few corrections and voids of a lot, found without reading all it ever sent.
create index report_log_amendments on report_log (lot_key, observed_at) where kind in (7, 8);
