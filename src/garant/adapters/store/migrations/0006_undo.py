"""What runs took out, sealed for as long as it can come back."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes room for capsules; the keys that open them lie elsewhere."""

    dependencies: ClassVar = [("garant", "0005_visas")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SealedRun",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="garant.run",
                    ),
                ),
                ("until", models.DateField()),
                ("destroyed", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SealedPiece",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("of_run", models.BigIntegerField()),
                ("batch", models.BigIntegerField()),
                ("number", models.IntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("place", models.CharField(max_length=400)),
                ("content", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("of_run", "batch", "number"), name="one_piece")],
            },
        ),
    ]
