"""As shown: the live picture of a past minute, of what had been received by then."""
