"""DATEX II that keeps the names of version 2 in the namespaces of version 3."""
