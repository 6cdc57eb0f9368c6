"""Tests of synthesite.pages."""
