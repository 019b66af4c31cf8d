// An experiment is looked at once at one instant: an ended one at its end,
// however often its results are refreshed. And `snapshots.basis` holds no
// copies of earlier looks any more: they are read from `looks`.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const repeated = await knex('looks as repeated')
    .whereExists(
      knex('looks as first')
        .whereRaw('?? = ??', ['first.experiment_id', 'repeated.experiment_id'])
        .whereRaw('?? = ??', ['first.at', 'repeated.at'])
        .whereRaw('?? < ??', ['first.sequence', 'repeated.sequence']),
    )
    .select('repeated.sequence', 'repeated.experiment_id');
  for (const { sequence, experiment_id: id } of repeated) {
    await knex('looks').where({ sequence }).delete();
    // Its result took the repeated look for a new one: without the look it
    // would be explained differently, so it has to be refreshed first.
    await knex('snapshots')
      .where({ experiment_id: id })
      .update({ basis: null });
  }
  await knex.schema.alterTable('looks', table => {
    table.unique(['experiment_id', 'at']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('looks', table => {
    table.dropUnique(['experiment_id', 'at']);
  });
  // The version before reads earlier looks there, where there are none now.
  await knex('snapshots').update({ basis: null });
};
