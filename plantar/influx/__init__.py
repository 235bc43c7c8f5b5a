"""The door to InfluxDB: a mirror of minutes and days that can be made again at any time."""
