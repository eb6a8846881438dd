"""DATEX II Light: `parkingPublicationLight` with `parkingSite` and `parkingSpace`, mostly JSON."""
