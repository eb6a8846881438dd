"""Messages of the Chinese interlink family, in whichever shipped profile's words."""
