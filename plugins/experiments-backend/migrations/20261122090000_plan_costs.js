// What the plan of an experiment costs, which takes a read of the warehouse to
// know. Of the plan as it is, and never missed: without it, it is asked again.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('plan_costs', table => {
    table
      .string('experiment_id', 63)
      .primary()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.string('plan_print', 64).notNullable();
    table.string('computed_at', 30).notNullable();
    table.text('answer', 'longtext').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('plan_costs');
};
