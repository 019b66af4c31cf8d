const NEW_FLAG_FIELDS = {
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
};

/** Rewrites the JSON of every row of a table, 500 rows at a time. */
const rewriteDocuments = async (knex, { table, keys, rewrite }) => {
  const size = 500;
  for (let offset = 0; ; offset += size) {
    const rows = await knex(table)
      .select(...keys, 'document')
      .orderBy(keys)
      .limit(size)
      .offset(offset);
    for (const row of rows) {
      const where = Object.fromEntries(keys.map(key => [key, row[key]]));
      const document = JSON.stringify(rewrite(JSON.parse(row.document)));
      await knex(table).where(where).update({ document });
    }
    if (rows.length < size) return;
  }
};

const importSegments = async knex => {
  for (const { id, etag, document } of await knex('segments')) {
    await knex('segment_revisions').insert({
      segment_id: id,
      revision: Number(etag),
      version: 0,
      // Before every flag, so that "as it was then" always finds it.
      at: '1970-01-01T00:00:00.000Z',
      by: 'system',
      change: 'imported',
      summary: 'As it was when the history of segments began.',
      document,
    });
  }
};

const createChangeTables = async knex => {
  await knex.schema.createTable('scheduled_changes', table => {
    table.string('id', 36).primary();
    table.string('flag_id', 63).notNullable().references('flags.id').index();
    table.string('at', 32).notNullable();
    table.string('state', 16).notNullable();
    table.text('document').notNullable().comment('The change as JSON');
    table.index(['state', 'at']);
  });
  await knex.schema.createTable('rollout_plans', table => {
    table.string('flag_id', 63).primary().references('flags.id');
    table.string('state', 16).notNullable();
    table.string('started_at', 32).notNullable();
    table.string('due_at', 32).nullable();
    table.text('document').notNullable().comment('The plan as JSON');
    table.index(['state', 'due_at']);
  });
  await knex.schema.createTable('change_requests', table => {
    table.string('id', 36).primary();
    table.string('flag_id', 63).notNullable().references('flags.id').index();
    table.string('state', 16).notNullable();
    table.string('created_at', 32).notNullable();
    table.text('document').notNullable().comment('The request as JSON');
  });
};

const createUsageTables = async knex => {
  await knex.schema.createTable('edge_reports', table => {
    table.string('edge', 200).notNullable();
    table.string('from_at', 32).notNullable();
    table.primary(['edge', 'from_at']);
  });
  await knex.schema.createTable('flag_usage', table => {
    table.string('flag_id', 63).notNullable();
    table.string('day', 10).notNullable();
    table.string('client_id', 63).notNullable();
    table.string('variant', 63).notNullable().comment('Empty for none');
    table.string('rule', 63).notNullable().comment('Empty for none');
    table.string('reason', 63).notNullable();
    table.bigInteger('count').notNullable();
    table.primary(['flag_id', 'day', 'client_id', 'variant', 'rule', 'reason']);
    table.index(['day']);
  });
  await knex.schema.createTable('context_fields', table => {
    table.string('client_id', 63).notNullable();
    table.string('path', 200).notNullable();
    table.string('type', 16).notNullable();
    table.string('kind', 32).notNullable().comment('Empty for none');
    table.bigInteger('count').notNullable();
    table.string('last_seen_at', 32).notNullable();
    table.primary(['client_id', 'path', 'type', 'kind']);
  });
  await knex.schema.createTable('code_references', table => {
    table.string('flag_id', 63).notNullable().references('flags.id');
    table.string('repository', 500).notNullable();
    table.text('document').notNullable().comment('The scan as JSON');
    table.primary(['flag_id', 'repository']);
  });
};

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('credentials', table => {
    table.string('expires_at', 32).nullable();
  });
  await knex.schema.alterTable('flags', table => {
    table
      .text('prerequisite_ids')
      .notNullable()
      .defaultTo(',')
      .comment('Ids between commas');
  });
  await knex.schema.alterTable('flag_revisions', table => {
    table
      .bigInteger('version')
      .nullable()
      .comment('Of the state; orders revisions of flags and segments');
  });
  await knex.schema.createTable('segment_revisions', table => {
    table.string('segment_id', 63).notNullable().references('segments.id');
    table.integer('revision').notNullable();
    table.bigInteger('version').notNullable();
    table.string('at', 32).notNullable();
    table.string('by', 255).notNullable();
    table.string('change', 32).notNullable();
    table.text('summary').notNullable();
    table.text('document').notNullable().comment('The segment after it');
    table.primary(['segment_id', 'revision']);
  });
  const withNewFields = flag => ({ ...NEW_FLAG_FIELDS, ...flag });
  await rewriteDocuments(knex, {
    table: 'flags',
    keys: ['id'],
    rewrite: withNewFields,
  });
  await rewriteDocuments(knex, {
    table: 'flag_revisions',
    keys: ['flag_id', 'revision'],
    rewrite: withNewFields,
  });
  await rewriteDocuments(knex, {
    table: 'segments',
    keys: ['id'],
    rewrite: segment => ({ owner: null, ...segment }),
  });
  await importSegments(knex);
  await createChangeTables(knex);
  await createUsageTables(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'code_references',
    'context_fields',
    'flag_usage',
    'edge_reports',
    'change_requests',
    'rollout_plans',
    'scheduled_changes',
    'segment_revisions',
  ]) {
    await knex.schema.dropTable(table);
  }
  // Knex would rebuild the table on SQLite, which its foreign keys forbid.
  for (const [table, column] of [
    ['flag_revisions', 'version'],
    ['flags', 'prerequisite_ids'],
    ['credentials', 'expires_at'],
  ]) {
    await knex.raw('alter table ?? drop column ??', [table, column]);
  }
};
