-- before: days by their date. Sums of days are asked for by lot, and for a whole city by day: a month
-- so far is the month less its last days, of which there are no rows. Days are written in their order,
-- so that an index of block ranges finds that out at once and takes kilobytes.
create index session_day_by_day on session_day using brin (day)
    with (autosummarize = on, pages_per_range = 32);
create index service_day_by_day on service_day using brin (day)
    with (autosummarize = on, pages_per_range = 32);
