"""What an alert rests on, down to the minutes; for the page and for the command line alike."""
