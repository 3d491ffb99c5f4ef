
import django.contrib.postgres.constraints
import django.contrib.postgres.operations
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uprn', models.BigIntegerField()),
                ('container', models.CharField(max_length=30)),
                ('count', models.SmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('uprn', 'container'), name='holding_once'), models.CheckConstraint(condition=models.Q(('count__range', (0, 999))), name='holding_count_sound')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40, unique=True)),
                ('stream', models.CharField(max_length=30)),
                ('first_on', models.DateField()),
                ('every_weeks', models.SmallIntegerField()),
                ('crew', models.CharField(blank=True, max_length=60)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('every_weeks__range', (1, 8))), name='round_weeks_known'), models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('stream', ''), _negated=True)), name='round_named'), models.CheckConstraint(condition=models.Q(('first_on__iso_week_day', 7), _negated=True), name='round_not_on_sunday')],
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('uprn', models.BigIntegerField(null=True)),
                ('state', models.CharField(max_length=10)),
                ('bins', models.SmallIntegerField()),
                ('version', models.IntegerField(default=1)),
                ('made_at', models.DateTimeField()),
                ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='waste.subscription')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=120, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('number', models.IntegerField()),
                ('verb', models.CharField(max_length=12)),
                ('on', models.DateField()),
                ('paid', models.IntegerField(default=0)),
                ('refund', models.IntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=60)),
                ('audit_position', models.BigIntegerField()),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='waste.subscription')),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('kind', models.CharField(max_length=8)),
                ('uprn', models.BigIntegerField()),
                ('container', models.CharField(max_length=30)),
                ('count', models.SmallIntegerField()),
                ('wanted_on', models.DateField()),
                ('state', models.CharField(default='to_do', max_length=10)),
                ('subscription', models.CharField(blank=True, max_length=16)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=60)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=30)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'wanted_on', 'id'], name='task_by_state'), models.Index(fields=['uprn'], name='task_by_uprn')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['deliver', 'remove'])), name='task_kind_known'), models.CheckConstraint(condition=models.Q(('count__range', (1, 999))), name='task_count_sound'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', ''), ('reason', ''), ('state', 'to_do')), models.Q(('ended_at__isnull', False), ('reason', ''), ('state__in', ['done', 'called_off']), models.Q(('ended_by', ''), _negated=True)), models.Q(('ended_at__isnull', False), ('state', 'not_done'), models.Q(('ended_by', ''), _negated=True), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='task_state_sound')],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('stopped_on', models.DateField(null=True)),
                ('bins', models.SmallIntegerField()),
                ('concession', models.BooleanField()),
                ('paid', models.IntegerField()),
                ('refunded', models.IntegerField(default=0)),
                ('carried', models.IntegerField(default=0)),
                ('payment', models.CharField(blank=True, max_length=60)),
                ('subscription', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='waste.subscription')),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uprn', models.BigIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='waste.round')),
            ],
            options={
                'indexes': [models.Index(fields=['uprn'], name='membership_by_uprn')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ends_on__isnull', True)), fields=('uprn', 'round'), name='membership_one_open'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='membership_ends_after')],
            },
        ),
        migrations.CreateModel(
            name='DayChange',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=8)),
                ('why', models.CharField(max_length=12)),
                ('stream', models.CharField(blank=True, max_length=30)),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('days', models.SmallIntegerField(default=0)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.CharField(max_length=60)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_by', models.CharField(blank=True, max_length=60)),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='waste.round')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['shift', 'suspend', 'extra'])), name='day_change_kind_known'), models.CheckConstraint(condition=models.Q(('why__in', ['holiday', 'season', 'catch_up', 'disruption'])), name='day_change_why_known'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='day_change_ends_after'), models.CheckConstraint(condition=models.Q(models.Q(('days__range', (-14, 14)), ('kind', 'shift'), models.Q(('days', 0), _negated=True)), models.Q(models.Q(('kind', 'shift'), _negated=True), ('days', 0)), _connector='OR'), name='day_change_moves'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_by', ''), _negated=True)), _connector='OR'), name='day_change_withdrawn_by_someone')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='daychange',
            trigger=pgtrigger.compiler.Trigger(name='no_removal', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e218c2d4d9324f3c146ae23693c9b5b66964fee2', operation='DELETE', pgid='pgtrigger_no_removal_f16e3', table='waste_daychange', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['uprn'], name='subscription_by_uprn'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['state', 'id'], name='subscription_by_state'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'active', 'lapsed', 'cancelled', 'moved'])), name='subscription_state_known'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('bins__range', (1, 20))), name='subscription_bins_sound'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.CheckConstraint(condition=models.Q(('uprn__isnull', False), models.Q(('state__in', ['pending', 'active']), _negated=True), _connector='OR'), name='subscription_runs_somewhere'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='subscription',
            trigger=pgtrigger.compiler.Trigger(name='no_removal', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='db138c6a5c7ea20b743bc3a7af73f5f48e467e47', operation='DELETE', pgid='pgtrigger_no_removal_701b6', table='waste_subscription', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('subscription', 'number'), name='step_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['subscribe', 'begin', 'renew', 'change_bins', 'move', 'cancel', 'lapse'])), name='step_verb_known'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.CheckConstraint(condition=models.Q(('paid__gte', 0), ('refund__gte', 0)), name='step_money_sound'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='230632884a58d118bd4b3509011c9f1f4c8d4d6e', operation='UPDATE OR DELETE', pgid='pgtrigger_no_change_9051d', table='waste_step', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='step',
            trigger=pgtrigger.compiler.Trigger(name='no_emptying', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'this table only grows';", hash='6bfcaf5e8a676bce9980f5e457cff78f2373ac1a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_emptying_5c4dc', table='waste_step', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('subscription', '='), (models.Func(models.F('starts_on'), django.db.models.functions.comparison.Coalesce('stopped_on', 'ends_on'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='term_none_overlap'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='term_lasts'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('stopped_on__isnull', True), models.Q(('stopped_on__gte', models.F('starts_on')), ('stopped_on__lte', models.F('ends_on'))), _connector='OR'), name='term_stops_within'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('bins__range', (1, 20))), name='term_bins_sound'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('carried__gte', 0), ('paid__range', (0, 5000000)), ('refunded__gte', 0), ('paid__gte', django.db.models.expressions.CombinedExpression(models.F('refunded'), '+', models.F('carried')))), name='term_gives_back_no_more_than_paid'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='term',
            trigger=pgtrigger.compiler.Trigger(name='no_removal', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3dcfc4390756cdafe0e92d381596f700c51a9683', operation='DELETE', pgid='pgtrigger_no_removal_30875', table='waste_term', when='BEFORE')),
        ),
    ]
