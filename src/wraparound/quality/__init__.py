"""The review of plans, teams and meetings: what is there, what is missing, and why it matters."""
