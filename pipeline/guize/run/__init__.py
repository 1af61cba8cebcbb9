"""Runs: batches of items on this machine."""
