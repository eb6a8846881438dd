"""Commuter car parks of Baden-Württemberg (P+M): counts per kind of vehicle and space."""
