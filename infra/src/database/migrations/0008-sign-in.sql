-- Second factor, single sign-on, keys of other systems.
select 1;
