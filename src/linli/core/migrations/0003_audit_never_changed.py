"""The database itself refuses to change a line of the log once it is sealed; PostgreSQL refuses to delete one, too."""

from django.db import migrations

SQLITE = """create trigger core_audit_unchanged before update on core_auditentry
            when old.sequence is not null
            begin select raise(abort, 'a sealed line of the log is never changed'); end"""

POSTGRESQL = """
create function core_audit_unchanged() returns trigger as $$
begin
  if tg_op = 'DELETE' or old.sequence is not null then
    raise exception 'a line of the log is never changed or deleted';
  end if;
  return new;
end $$ language plpgsql;
create trigger core_audit_unchanged before update or delete on core_auditentry
  for each row execute function core_audit_unchanged();
"""


def put(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    schema_editor.execute(POSTGRESQL if vendor == "postgresql" else SQLITE)


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "drop trigger core_audit_unchanged on core_auditentry; drop function core_audit_unchanged()"
        )
    else:
        schema_editor.execute("drop trigger core_audit_unchanged")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_log")]

    operations = [migrations.RunPython(put, take_away)]
