// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('relations', table => {
    table.string('id', 63).primary();
    table.text('name').notNullable();
    table.string('owner').notNullable().index();
    table.string('fact_table_id', 63).notNullable().index();
    table.text('definition').notNullable();
    table.text('etag').notNullable();
    table.text('created_at').notNullable();
    table.text('created_by').notNullable();
    table.text('updated_at').notNullable();
    table.text('updated_by').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = knex => knex.schema.dropTable('relations');
