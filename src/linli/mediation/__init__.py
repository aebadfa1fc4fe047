"""People's mediation: mediators, parties, sessions, agreements, the dossier and its papers; confidential throughout."""
