"""Our own reports, as the live door takes them: `{"reports": […]}`."""
