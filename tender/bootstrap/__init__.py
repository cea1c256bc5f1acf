"""From a folder of sources to a served page: environment, third-party code, database, processes.

Standard library only, for it runs before anything is installed.
"""
