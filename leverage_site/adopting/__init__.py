"""Adopting a host: one rendered page of the site around ours becomes the frame of our pages."""
