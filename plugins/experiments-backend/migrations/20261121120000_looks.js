// A sequential test depends on when one has looked before, so every look is
// kept. `record` holds statistics that a design may forbid to show; `health`
// and `units` are what may be shown of it.

// Results of before had no monitors, no breakdowns and no projected finish.
const withNewFields = analysis => ({
  monitors: [],
  breakdowns: [],
  ...analysis,
  progress: { projectedFinishAt: null, ...analysis.progress },
});

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('looks', table => {
    table.increments('sequence').primary();
    table
      .string('experiment_id', 63)
      .notNullable()
      .references('experiments.id')
      .onDelete('CASCADE');
    table.string('at', 30).notNullable();
    table.text('record', 'longtext').notNullable();
    table.text('health', 'longtext').notNullable();
    table.text('units').notNullable();
    table.index(['experiment_id', 'sequence']);
  });
  await knex.schema.alterTable('snapshots', table => {
    table.text('basis', 'longtext').nullable();
  });
  for (const row of await knex('snapshots').select('experiment_id')) {
    const { analysis } = await knex('snapshots').where(row).first();
    await knex('snapshots')
      .where(row)
      .update({
        analysis: JSON.stringify(withNewFields(JSON.parse(analysis))),
      });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('snapshots', table => {
    table.dropColumn('basis');
  });
  await knex.schema.dropTable('looks');
};
