"""CDS: the Curb Data Specification: curb zones and spaces, events, and sessions as CSV."""
