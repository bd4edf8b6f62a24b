"""The lists for the public archives."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of the lists that are submitted to the public archives, and of their visas."""

    dependencies = [("garant", "0004_began")]

    operations = [
        migrations.CreateModel(
            name="KeptList",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("on", models.DateField()),
                ("series", models.JSONField()),
                ("granted_by", models.CharField(max_length=200, null=True)),
                ("granted_on", models.DateField(null=True)),
                ("reference", models.CharField(max_length=200, null=True)),
            ],
        ),
    ]
