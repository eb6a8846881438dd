"""Ours: a package in site-packages has the same name, and a namespace would give way to it."""
