"""Tables out: one table of rows as JSON, CSV, Parquet, XLSX or GeoJSON. It knows no figures."""
