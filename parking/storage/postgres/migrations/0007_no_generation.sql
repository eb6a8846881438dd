-- after: the generation of a register is the register's own and stands in the row's state; that of the
-- whole lot would have been used up by ten thousand corrections of whatever.

alter table lot_count drop column generation;
