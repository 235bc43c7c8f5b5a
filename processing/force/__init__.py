"""From force under the soles to contacts, gait, posture, calibration and Minutes."""
