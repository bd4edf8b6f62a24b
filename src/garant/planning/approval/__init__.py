"""What a plan needs before it is applied: a name where it weighs much, and to be of this day and these stores."""
