"""SPDP: car parks of the Dutch national parking register, what is fixed and what is live."""
