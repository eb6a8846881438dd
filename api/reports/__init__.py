"""Reports on paper: the same report as an HTML page and as PDF. It knows no figures."""
