"""The register at the desk."""
