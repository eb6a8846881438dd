select * from occupancy_day where lot_key = $1 order by space_class, day
