"""What Alembic runs: the migrations, on the connection and in the transaction that `migrate` gives it."""

from alembic import context

from digitdemo.runs.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes columns only by making the table anew
)
with context.begin_transaction():
    context.run_migrations()
