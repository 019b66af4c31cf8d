// @ts-check

/** @param {import('knex').Knex.CreateTableBuilder} table */
const recordColumns = table => {
  table.text('etag').notNullable();
  table.text('created_at').notNullable();
  table.text('created_by').notNullable();
  table.text('updated_at').notNullable();
  table.text('updated_by').notNullable();
};

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('fact_tables', table => {
    table.string('id', 63).primary();
    table.text('name').notNullable();
    table.string('owner').notNullable().index();
    table.text('definition').notNullable();
    recordColumns(table);
  });
  await knex.schema.createTable('metrics', table => {
    table.string('id', 63).primary();
    table.text('name').notNullable();
    table.string('owner').notNullable().index();
    table.string('fact_table_id', 63).notNullable().index();
    table.string('state', 16).notNullable();
    table.text('definition').notNullable();
    recordColumns(table);
  });
  await knex.schema.createTable('imports', table => {
    table.string('table_id', 63).primary();
    table.text('name').notNullable();
    table.string('format', 16).notNullable();
    table.text('columns').notNullable();
    table.integer('rows').notNullable();
    table.text('created_at').notNullable();
    table.text('created_by').notNullable();
  });
  await knex.schema.createTable('runs', table => {
    table.string('id', 36).primary();
    table.string('kind', 16).notNullable();
    table.string('experiment_id', 255).nullable();
    table.text('metric_ids').notNullable();
    table.string('state', 16).notNullable().index();
    table.text('requested_by').notNullable();
    table.string('started_at', 32).notNullable();
    table.text('finished_at').nullable();
    table.integer('elapsed_ms').nullable();
    table.integer('rows').nullable();
    table.text('sql').nullable();
    table.text('problem').nullable();
    table.index(['experiment_id', 'started_at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('runs');
  await knex.schema.dropTable('imports');
  await knex.schema.dropTable('metrics');
  await knex.schema.dropTable('fact_tables');
};
