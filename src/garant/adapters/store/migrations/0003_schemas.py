"""The digests of the schemas of several stores."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes room for one digest a store."""

    dependencies = [("garant", "0002_holds")]

    operations = [migrations.AlterField(model_name="run", name="schema", field=models.TextField())]
