"""Cases of before workflows were declared stand in the phase that is called as their state."""

from django.db import migrations, models


def name_phases(apps, schema_editor):
    cases = apps.get_model("cases", "Case")
    cases.objects.using(schema_editor.connection.alias).exclude(phase=models.F("state")).update(phase=models.F("state"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_workflows_and_clocks")]

    operations = [migrations.RunPython(name_phases, migrations.RunPython.noop)]
