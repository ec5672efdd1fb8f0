"""Helmet or not, from a cut-out of a rider's head."""
