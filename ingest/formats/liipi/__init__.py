"""Liipi: park-and-ride facilities of Finland and how many spaces they have left."""
