// @ts-check

// The time zone of a plan, whose days the list counts. Without one they are
// those of UTC.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('experiments', table => {
    table.string('time_zone', 64).nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Knex makes the table anew on SQLite, and what refers to it would be lost.
  await knex.raw('alter table experiments drop column time_zone');
};
