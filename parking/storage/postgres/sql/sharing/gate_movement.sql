-- Where the windows lent under an agreement ($1) let cars move between two moments.
select part
from sharing_window w, unnest(w.movement * tstzmultirange(tstzrange($2, $3))) part
where w.agreement_key = $1 and w.stay && tstzrange($2, $3)
order by part
