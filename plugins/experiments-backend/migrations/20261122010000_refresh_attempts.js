// @ts-check

// What a refresh is at, and when it is tried again. `attempts` are those since
// the last success; `interruptions` those in a row that ended with the backend
// that did them.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('refreshes', table => {
    table.string('run_id', 36).nullable();
    table.string('step', 20).nullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.integer('interruptions').notNullable().defaultTo(0);
    table.string('retry_at', 30).nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('refreshes', table => {
    table.dropColumns(
      'run_id',
      'step',
      'attempts',
      'interruptions',
      'retry_at',
    );
  });
};
