"""From features to the three answers of the codebook, and from the answers to the label."""
