"""A theme held against hostile sample sites, which exist in memory alone; and the files of a new theme."""
