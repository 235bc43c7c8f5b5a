"""`plantar doctor`: what collecting needs of this computer, looked at one by one."""
