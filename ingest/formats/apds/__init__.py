"""APDS: places of parking with their supply and demand, as its version 4 has them in JSON."""
