"""Run by Alembic: migrate the connection that `migrate.py` hands over, in its transaction."""

from alembic import context

from plantar.store import figures_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=figures_tables.STATE.metadata,
    transactional_ddl=True,  # the caller's transaction holds every step, on SQLite too
)
context.run_migrations()
