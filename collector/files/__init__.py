"""Readers of files that people export, chosen by what is in the file, never by its name.

================ ======================================== =======================
format           module                                   gives
================ ======================================== =======================
moticon-opengo   :mod:`collector.files.moticon`           force under each foot
pedar-asc        :mod:`collector.files.pedar`             force under each foot
stappone-csv     :mod:`collector.files.stappone`          counts under each foot
physionet-force  :mod:`collector.files.physionet`         force under each foot
force-table      :mod:`collector.files.force_table`       force under each foot
sole-table       :mod:`collector.files.sole_table`        what the described sole tells
oxford-steps     :mod:`collector.files.oxford_steps`      acceleration of a phone
mobgap-csv       :mod:`collector.files.mobgap_csv`        acceleration of the back
mobgap-mat       :mod:`collector.files.mobgap_mat`        acceleration of the back
foot-imu         :mod:`collector.files.foot_imu`          acceleration of a foot
fit-activity     :mod:`collector.files.fit_activity`      sessions with cadence
fit-monitoring   :mod:`collector.files.fit_monitoring`    steps per day
daily-steps      :mod:`collector.files.daily_steps`       steps per day
================ ======================================== =======================

The way in is :func:`collector.files.door.read_file`.
"""
