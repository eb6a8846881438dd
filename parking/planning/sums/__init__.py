"""Lots that are sums of other lots: found from history, so that nothing is counted twice."""
