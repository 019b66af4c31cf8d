// What solving the bounds of earlier looks led to, so that a look costs one
// step however many were before it. Of the latest look only, and never
// missed: without it the bounds are solved again from the looks.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('solved_looks', table => {
    table
      .string('experiment_id', 63)
      .primary()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.text('solved', 'longtext').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('solved_looks');
};
