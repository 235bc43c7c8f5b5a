"""Delivery: the door through which messages leave, by Apprise, a signed webhook or the broker."""
