// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('event_definitions', table => {
    table.string('id', 63).primary();
    table.text('name').notNullable();
    table.string('owner').notNullable().index();
    table.text('definition').notNullable();
    table.text('etag').notNullable();
    table.text('created_at').notNullable();
    table.text('created_by').notNullable();
    table.text('updated_at').notNullable();
    table.text('updated_by').notNullable();
  });
  await knex.schema.createTable('event_definition_versions', table => {
    table.string('event_definition_id', 63).notNullable();
    table.integer('version').notNullable();
    table.text('since').notNullable();
    table.text('by').notNullable();
    table.text('reason');
    table.text('definition').notNullable();
    table.primary(['event_definition_id', 'version']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('event_definition_versions');
  await knex.schema.dropTable('event_definitions');
};
