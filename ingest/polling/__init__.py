"""Polled feeds: fetched on a schedule, safely, and handed in as if their operator had sent them."""
