"""The day when what is open began, of events that are remembered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes room for the day; what was open before has none, and no limit."""

    dependencies = [("garant", "0003_schemas")]

    operations = [migrations.AddField(model_name="remembered", name="began", field=models.DateField(null=True))]
