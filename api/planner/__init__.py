"""Planner routes: figures, series, maps and tables of what is over."""
