"""Street detector: from NanoDet-g to a cheaper net, trained on street pictures."""
