// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('metric_versions', table => {
    table.string('metric_id', 63).notNullable();
    table.string('etag', 64).notNullable();
    table.text('since').notNullable();
    table.text('by').notNullable();
    table.text('definition').notNullable();
    table.primary(['metric_id', 'etag']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('metric_versions');
};
