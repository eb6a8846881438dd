"""The catalogue of findings, by what they tell of; a format adds here what else it has to tell."""
