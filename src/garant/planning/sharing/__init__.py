"""How the work of a plan is shared out among workers, and when a plan may run with nobody there."""
