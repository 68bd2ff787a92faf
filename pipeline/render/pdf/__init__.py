"""HTML laid out as an archival, tagged PDF, in a process of its own."""
