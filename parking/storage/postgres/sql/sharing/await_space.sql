-- Wait until whoever has the space locked is done, beside all others who wait for that.
select from shared_space where space_key = $1 for share
