"""Values → bytes: templates, feeds."""
