"""History: what one lot's reports, registry and sharing say of every five minutes; pure rules."""
