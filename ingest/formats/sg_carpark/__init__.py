"""Singapore: free car park lots, of the open data portal and of the transport authority."""
