"""The first schema, with the one log of evidence begun."""

import os

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def begin_the_log(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Begin the log under a name that no other log has."""
    log = apps.get_model("garant", "Log")
    origin = f"garant/{os.urandom(8).hex()}"
    log.objects.using(schema_editor.connection.alias).create(id=1, origin=origin, size=0, frontier=b"")


class Migration(migrations.Migration):
    """Makes all tables of our own state."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField()),
                ("kind", models.CharField(max_length=40)),
                ("record", models.TextField(null=True)),
                ("salt", models.BinaryField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Log",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("origin", models.CharField(max_length=80)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("size", models.BigIntegerField()),
                ("frontier", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("digest", models.CharField(max_length=128, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("first_seen", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("plan", models.CharField(max_length=128)),
                ("policy", models.CharField(max_length=128)),
                ("data_map", models.CharField(max_length=128)),
                ("schema", models.CharField(max_length=128)),
                ("on", models.DateField()),
                ("approved_by", models.CharField(max_length=200, null=True)),
                ("started", models.DateTimeField()),
                ("finished", models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="StatedCheckpoint",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("public_key", models.BinaryField()),
                ("note", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Subtree",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Remembered",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("people", models.CharField(max_length=200)),
                ("person", models.CharField(max_length=400)),
                ("event", models.CharField(max_length=200)),
                ("latest", models.DateField(null=True)),
                ("is_open", models.BooleanField(default=False)),
                ("is_undated", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("people", "person", "event"), name="remembered_once")],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("step", models.IntegerField()),
                ("attempt", models.IntegerField()),
                ("bounds", models.BinaryField(null=True)),
                ("counts", models.JSONField(null=True)),
                ("is_exact", models.BooleanField(null=True)),
                ("state", models.CharField(default="intended", max_length=10)),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="garant.run")),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "intended")), fields=["run"], name="open_batches")
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("state", models.CharField(default="waiting", max_length=10)),
                ("run", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="garant.run")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "number"), name="one_step_a_number")],
            },
        ),
        migrations.RunPython(begin_the_log, migrations.RunPython.noop),
    ]
