"""What every test stands on: a throw-away home, a migrated database, a guarded network, a browser and a server.

pyproject.toml loads tests.harness.surroundings before anything else; the root conftest.py brings in the rest.
"""
