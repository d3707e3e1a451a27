"""Tests of finding the tables."""
