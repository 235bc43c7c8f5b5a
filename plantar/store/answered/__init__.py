"""What the SQL store answers, subject by subject."""
