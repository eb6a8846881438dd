insert into platform_secret (name, secret) values ($1, $2) on conflict do nothing
