"""Runs that several workers share: their parts, what they have done, and which workers are alive."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes room for parts and workers; runs of before have none, and are nobody's to join."""

    dependencies = [("garant", "0006_undo")]

    operations = [
        migrations.AddField(model_name="run", name="plan_text", field=models.TextField(default="")),
        migrations.AddField(model_name="run", name="wish", field=models.CharField(default="go on", max_length=10)),
        migrations.AddField(model_name="run", name="counts", field=models.JSONField(default=list)),
        migrations.AddField(model_name="run", name="is_exact", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="step", name="tables", field=models.JSONField(default=list)),
        migrations.AddField(model_name="step", name="files", field=models.CharField(default="", max_length=200)),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("step", models.IntegerField()),
                ("place", models.IntegerField()),
                ("bounds", models.BinaryField(null=True)),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("turn", models.IntegerField(default=0)),
                ("queued", models.IntegerField(default=0)),
                ("refused", models.JSONField(null=True)),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="garant.run")),
            ],
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.UniqueConstraint(fields=("run", "step", "place"), name="one_part_a_place"),
        ),
        migrations.AddField(
            model_name="batch",
            name="part",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="garant.part"),
        ),
        migrations.CreateModel(name="Night", fields=[("day", models.DateField(primary_key=True, serialize=False))]),
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("heard", models.DateTimeField()),
            ],
        ),
    ]
