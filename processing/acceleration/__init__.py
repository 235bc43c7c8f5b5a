"""Steps out of acceleration alone, wherever the sensor is worn.

=============================================== ==================================================
:mod:`processing.acceleration.magnitude`        one even signal, whatever the rate and orientation
:mod:`processing.acceleration.rhythm`           how well it repeats, and how long a step takes
:mod:`processing.acceleration.steps`            bouts of walking and running, and their steps
:mod:`processing.acceleration.minutes`          the same as minutes and load
=============================================== ==================================================
"""
