"""Minutes of steps: from cadence, and from what a sensor counted itself.

=================================== ==============================================================
:mod:`processing.steps.cadence`     the time integral of cadence, minute by minute
:mod:`processing.steps.counted`     counted steps, spread over the time in which they were made
:mod:`processing.steps.stream`      a live watch or foot pod: samples in, changed minutes out
:mod:`processing.steps.revisions`   which minutes changed since they were told
=================================== ==============================================================
"""
