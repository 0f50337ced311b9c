"""What visitors keep beside runs: their visit, their drawings, the rooms of their classes."""
