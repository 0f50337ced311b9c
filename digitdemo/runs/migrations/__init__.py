"""The history of the database's tables; Alembic reads `env.py` and `versions/`, and only `migrate` imports Alembic."""
