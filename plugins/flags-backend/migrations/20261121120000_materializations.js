/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('materialized_units', table => {
    table.string('materialization', 200).notNullable();
    table.string('unit', 200).notNullable();
    table.string('rule', 200).notNullable().comment('Full name');
    table
      .string('variant', 200)
      .notNullable()
      .comment('Full name; empty where the unit fell through');
    table.string('written_at', 32).notNullable();
    table.primary(['materialization', 'unit', 'rule']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('materialized_units');
};
