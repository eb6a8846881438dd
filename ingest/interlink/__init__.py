"""Chinese interlink: what vendors of car park systems push, read by a profile of their words."""
