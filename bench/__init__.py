"""Measurements beside other generators. Never a gate: machines are shared and noisy."""
