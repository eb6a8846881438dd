"""Curb Data Specification out: the lots along kerbs as zones, their policies and areas."""
