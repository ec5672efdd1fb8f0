-- Where a camera stands, how it is called, and what of its picture is not looked at.

create sequence camera_number_seq as integer maxvalue 99999;
alter table camera
  add column number integer not null unique default nextval('camera_number_seq') check (number between 1 and 99999), -- operators type it: c 0345
  add column latitude double precision check (latitude between -90 and 90),     -- WGS84
  add column longitude double precision check (longitude between -180 and 180),
  add column bearing_deg real check (bearing_deg >= 0 and bearing_deg < 360),   -- from north, clockwise
  add column view_deg real check (view_deg > 0 and view_deg <= 360),            -- width of what it sees
  add column view_m real check (view_m > 0 and view_m <= 5000),                 -- how far it sees well
  add column masks jsonb not null default '[]' check (jsonb_typeof(masks) = 'array'), -- [{x, y, width, height}], shares of the picture
  add check ((latitude is null) = (longitude is null));
alter sequence camera_number_seq owned by camera.number;
create index camera_place on camera (latitude, longitude) where latitude is not null;
