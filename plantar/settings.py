"""What a place may set about Plantar: environment over plantar.toml, unknown keys refused."""
