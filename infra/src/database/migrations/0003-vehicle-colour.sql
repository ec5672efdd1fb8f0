-- The colour of the vehicle as its passage showed it; null where the light or the vehicle left it open.
alter table passage add column vehicle_colour text;
