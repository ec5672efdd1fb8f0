-- Care of cameras, and what citizens report.
select 1;
