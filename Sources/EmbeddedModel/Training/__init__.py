"""Training of Tiller's embedded model: a small transformer that predicts where the best parameters lie."""
