"""The delivery API: content in any language as typed JSON, each text telling in which language it is and how fresh."""

ROOT = "/api/"
"""What lies below it is for programs: outside of every language, and every error there is told in JSON."""
