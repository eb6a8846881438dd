"""Planning: what was full, since when, and what could relieve it; figures of what is over."""
