-- The wall as all of its screens and consoles know it.
select 1;
