"""Tests of newsletter/approval."""
