-- What a rebuild may need: registers of lots that have gone are kept, and asked for by nobody.
select lot_key, projection.name, stored from projection join lot using (lot_key) where deleted_at is null
