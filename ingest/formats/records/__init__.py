"""JSON and XML of anybody: a list of objects, wherever it stands."""
