"""Nightjar as an Airflow DAG: one run a night, for the day that has just ended.

Catch-up is Airflow's: with ``catchup=True`` it runs every day since ``start_date`` that has no run
yet, oldest first, and ``max_active_runs=1`` keeps nights in order, because a night extends the
indexes of the night before. To run days again, up to the night that is released:

    nightjar run --from 2026-03-01 --to 2026-03-05 --allow-older …

A night that is run twice gives the same release, so the last night's task can be cleared at any
time; a night before the released one is refused without ``--allow-older``.
"""

from datetime import datetime, timedelta, timezone

from airflow import DAG
from airflow.timetables.interval import CronDataIntervalTimetable

try:
    from airflow.providers.standard.operators.bash import BashOperator
except ImportError:  # Airflow 2 before the standard provider
    from airflow.operators.bash import BashOperator

NIGHTJAR = "/opt/nightjar"

with DAG(
    dag_id="nightjar",
    # With a plain cron string, Airflow 3 has no interval, and would run the day just begun.
    schedule=CronDataIntervalTimetable("15 3 * * *", timezone="UTC"),
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=True,
    max_active_runs=1,
) as dag:
    BashOperator(
        task_id="night",
        # The start of the data interval: the day whose events the night takes in.
        bash_command=(
            f"{NIGHTJAR}/submit/bin/nightjar run"
            " --date {{ data_interval_start | ds }}"
            " --master yarn"
            f" --config {NIGHTJAR}/conf/cluster.yaml"
            " --config /etc/nightjar/shop.yaml"
        ),
        # For a broken cluster; a refusal by a gate is repeated and comes to the same.
        retries=1,
        retry_delay=timedelta(minutes=15),
        execution_timeout=timedelta(hours=8),
    )
