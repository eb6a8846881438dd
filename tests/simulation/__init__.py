"""A city in virtual time: our own code on models of the stores and of the network, from a seed.

What runs here is the product's: the doors, the lanes, the writer, the projector, the replica and
its follower, the live channel. What it runs on are **models**: of the Redis commands and the
PostgreSQL statements that we use, of sockets and of HTTP. They exist for this simulation alone,
because only a model can be made to lose the newest writes, a reply after the commit, or half of a
pipeline at a moment that a seed has chosen. No other test may use them, and what is shown here
says nothing of the stores themselves: `test_models.py` holds each model to the real server, call
by call, and `tests/faults` breaks the real ones.

One seed is one execution. `ONELOT_SIM_SEED=123 pytest tests/simulation/test_seeds.py` repeats one.
"""
