// Documents are JSON in text columns and instants are ISO 8601 in UTC, which
// sort as text, so that SQLite and PostgreSQL hold and compare the same.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('experiments', table => {
    table.string('id', 63).primary();
    table.string('name').notNullable();
    table.string('owner').notNullable().index();
    table.string('state', 20).notNullable().index();
    table.string('component_ref').nullable().index();
    table.string('surface').nullable();
    table.string('flag_id').nullable().index();
    table.text('hypothesis').notNullable();
    table.boolean('demo').notNullable();
    table.string('created_at', 30).notNullable();
    table.string('launched_at', 30).nullable();
    table.string('planned_end_at', 30).nullable();
    table.string('ended_at', 30).nullable().index();
    table.double('required_units').nullable();
    table.text('verdict').nullable();
    table.text('decision').nullable();
    table.text('search_text').notNullable();
    table.text('document', 'longtext').notNullable();
    table.string('etag', 40).notNullable();
  });
  await knex.schema.createTable('snapshots', table => {
    table
      .string('experiment_id', 63)
      .primary()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.string('computed_at', 30).notNullable();
    table.string('run_id').notNullable();
    table.string('health', 20).notNullable();
    table.string('recommendation', 20).nullable();
    table.double('units').notNullable();
    table.double('required_units').nullable();
    table.double('progress').nullable();
    table.text('analysis', 'longtext').notNullable();
    table.text('moments', 'longtext').notNullable();
    table.text('traffic', 'longtext').notNullable();
  });
  await knex.schema.createTable('refreshes', table => {
    table
      .string('experiment_id', 63)
      .primary()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.string('lock_token', 40).nullable();
    table.string('locked_until', 30).nullable();
    table.string('attempted_at', 30).nullable();
    table.string('succeeded_at', 30).nullable();
    table.text('problem').nullable();
  });
  await knex.schema.createTable('activity', table => {
    table.increments('sequence').primary();
    table.string('id', 40).notNullable().unique();
    table
      .string('experiment_id', 63)
      .notNullable()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.string('at', 30).notNullable();
    table.string('actor').notNullable();
    table.string('kind', 40).notNullable();
    table.text('sentence').notNullable();
    table.index(['experiment_id', 'sequence']);
  });
  await knex.schema.createTable('alerts', table => {
    table
      .string('experiment_id', 63)
      .notNullable()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.string('kind', 40).notNullable();
    table.string('raised_at', 30).notNullable();
    table.primary(['experiment_id', 'kind']);
  });
  await knex.schema.createTable('serving_changes', table => {
    table.string('experiment_id', 63).primary();
    table.string('flag_id').notNullable();
    table.string('begun_at', 30).notNullable();
    table.string('token', 40).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'serving_changes',
    'alerts',
    'activity',
    'refreshes',
    'snapshots',
    'experiments',
  ]) {
    await knex.schema.dropTable(table);
  }
};
