-- Second factor, single sign-on, keys of other systems.

create index audit_entry_actor_name on audit_entry (lower(actor_name), id);
