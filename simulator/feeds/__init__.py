"""How simulated operators tell of their lots: one style a module, faults on top."""
