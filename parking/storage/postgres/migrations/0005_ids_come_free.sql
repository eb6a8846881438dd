-- before: a lot that was removed leaves its id free. Registered anew it is another lot, without the
-- old one's counts.
alter table lot drop constraint lot_lot_id_key;
create unique index lot_id_in_use on lot (lot_id) where deleted_at is null;
