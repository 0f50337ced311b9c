"""What a training leaves behind, and where it is kept."""
