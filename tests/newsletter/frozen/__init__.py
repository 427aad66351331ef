"""Tests of newsletter/frozen."""
