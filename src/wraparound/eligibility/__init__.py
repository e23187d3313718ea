"""Who qualifies for what, and why: rules as data, answered in three values with every reason."""
