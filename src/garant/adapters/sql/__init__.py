"""The databases of the controller, spoken to in sets through SQLAlchemy Core."""
