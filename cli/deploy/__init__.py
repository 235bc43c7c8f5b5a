"""`plantar deploy`: what a centre in containers needs before its first start."""
