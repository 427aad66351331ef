"""Tests of newsletter/review."""
