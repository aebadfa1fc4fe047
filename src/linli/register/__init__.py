"""The register: residents, households, residencies, each datum declared with purpose and retention."""
