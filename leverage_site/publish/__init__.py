"""A built site to where people read it: what changes there, in which order it is sent, whether it arrived."""
