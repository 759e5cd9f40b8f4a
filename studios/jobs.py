"""Jobs of the studios; thin, they call actions."""
