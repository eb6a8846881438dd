"""Before and after: what a measure changed, against matched places where nothing was changed."""
