"""Calls: money that can be applied for, and until when."""
