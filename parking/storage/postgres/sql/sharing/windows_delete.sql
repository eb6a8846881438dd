delete from sharing_window
where agreement_key = $1 and stay = any ($2::tstzrange[])
