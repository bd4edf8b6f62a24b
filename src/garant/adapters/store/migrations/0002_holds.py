"""The holds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of the holds."""

    dependencies = [("garant", "0001_first")]

    operations = [
        migrations.CreateModel(
            name="PlacedHold",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=10)),
                ("place", models.CharField(max_length=200)),
                ("names", models.BinaryField(null=True)),
                ("said", models.BinaryField(null=True)),
                ("author", models.CharField(max_length=200)),
                ("since", models.DateField()),
                ("review", models.DateField()),
                ("lifted_on", models.DateField(null=True)),
                ("lifted_by", models.CharField(max_length=200, null=True)),
                ("lifted_because", models.BinaryField(null=True)),
            ],
        ),
    ]
