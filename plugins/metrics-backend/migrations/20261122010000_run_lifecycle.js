// @ts-check

// Instants are ISO 8601 in UTC, which sort as text. A run without a lease is
// from before there were leases, so nobody works on it.

/** @param {import('knex').Knex} knex */
exports.up = async knex => {
  await knex.schema.alterTable('runs', table => {
    table.string('owner').nullable();
    table.string('warehouse_id', 63).nullable();
    table.text('progress').nullable();
    table.string('queried_at', 32).nullable();
    table.text('cancelled_by').nullable();
    table.integer('attempts').notNullable().defaultTo(1);
    table.double('estimate_bytes').nullable();
    table.double('estimate_rows').nullable();
    table.double('bytes_read').nullable();
    table.text('increment').nullable();
    table.string('lease_holder', 40).nullable();
    table.string('lease_until', 32).nullable();
    table.index(['owner', 'started_at']);
    table.index(['started_at']);
  });
  await knex.schema.createTable('run_results', table => {
    table
      .string('run_id', 36)
      .primary()
      .references('runs.id')
      .onDelete('CASCADE');
    table.text('result', 'longtext').notNullable();
    table.string('created_at', 32).notNullable().index();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async knex => {
  await knex.schema.dropTable('run_results');
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['started_at']);
    table.dropIndex(['owner', 'started_at']);
    table.dropColumns(
      'owner',
      'warehouse_id',
      'progress',
      'queried_at',
      'cancelled_by',
      'attempts',
      'estimate_bytes',
      'estimate_rows',
      'bytes_read',
      'increment',
      'lease_holder',
      'lease_until',
    );
  });
};
