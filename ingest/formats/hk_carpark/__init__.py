"""Hong Kong: car parks and their vacancies as the one-stop open data tell them."""
