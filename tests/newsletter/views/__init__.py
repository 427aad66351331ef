"""Tests of newsletter/views."""
