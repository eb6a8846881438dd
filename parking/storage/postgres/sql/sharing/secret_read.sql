select secret from platform_secret where name = $1
