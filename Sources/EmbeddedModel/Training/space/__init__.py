"""The net for three to ten parameters."""
