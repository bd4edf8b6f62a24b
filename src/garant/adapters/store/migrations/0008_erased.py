"""What was erased is remembered as keyed digests, until the longest backup has gone."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes room for the digests; the key lies elsewhere."""

    dependencies: ClassVar = [("garant", "0007_shares")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Erased",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("batch", models.BigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("place", models.CharField(max_length=400)),
                ("columns", models.TextField()),
                ("digest", models.BinaryField()),
                ("sealed", models.BinaryField(null=True)),
                ("on", models.DateField()),
                ("until", models.DateField(db_index=True)),
            ],
            options={"indexes": [models.Index(fields=["digest"], name="erased_digest")]},
        ),
    ]
