// @ts-check

const VERSION_COLUMNS = ['fact_table_id', 'etag', 'since', 'by', 'definition'];

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.createTable('fact_table_versions', table => {
    table.string('fact_table_id', 63).notNullable();
    table.string('etag', 64).notNullable();
    table.text('since').notNullable();
    table.text('by').notNullable();
    table.text('definition').notNullable();
    table.primary(['fact_table_id', 'etag']);
  });
  // What the tables there are were before this is not known any more.
  await knex
    .into(
      knex.raw('?? (??, ??, ??, ??, ??)', [
        'fact_table_versions',
        ...VERSION_COLUMNS,
      ]),
    )
    .insert(
      knex
        .select('id', 'etag', 'updated_at', 'updated_by', 'definition')
        .from('fact_tables'),
    );
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('fact_table_versions');
};
