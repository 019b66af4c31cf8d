/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('clients', table => {
    table.string('id', 63).primary();
    table.text('display_name').notNullable();
    table.string('owner', 255).notNullable();
    table.string('created_at', 32).notNullable();
    table.string('created_by', 255).notNullable();
  });
  await knex.schema.createTable('credentials', table => {
    table.string('client_id', 63).notNullable().references('clients.id');
    table.string('id', 63).notNullable();
    table.text('name').notNullable();
    table.string('kind', 16).notNullable();
    table.string('secret_hash', 64).notNullable().unique();
    table.text('environments').notNullable().comment('JSON list');
    table.string('created_at', 32).notNullable();
    table.string('created_by', 255).notNullable();
    table.string('revoked_at', 32).nullable();
    table.primary(['client_id', 'id']);
  });
  await knex.schema.createTable('flags', table => {
    table.string('id', 63).primary();
    table.string('owner', 255).notNullable().index();
    table.string('component_ref', 255).nullable().index();
    table.string('state', 16).notNullable();
    table.text('search_text').notNullable().comment('Lower case');
    table.string('etag', 32).notNullable();
    table.text('document').notNullable().comment('The flag as JSON');
  });
  await knex.schema.createTable('flag_revisions', table => {
    table.string('flag_id', 63).notNullable().references('flags.id');
    table.integer('revision').notNullable();
    table.string('at', 32).notNullable();
    table.string('by', 255).notNullable();
    table.string('change', 32).notNullable();
    table.text('summary').notNullable();
    table.text('document').notNullable().comment('The flag after it, as JSON');
    table.primary(['flag_id', 'revision']);
  });
  await knex.schema.createTable('segments', table => {
    table.string('id', 63).primary();
    table.string('etag', 32).notNullable();
    table.text('document').notNullable().comment('The segment as JSON');
  });
  await knex.schema.createTable('state_version', table => {
    table.integer('id').primary().comment('Always 1: there is one row');
    table.bigInteger('version').notNullable();
  });
  await knex('state_version').insert({ id: 1, version: 1 });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'state_version',
    'segments',
    'flag_revisions',
    'flags',
    'credentials',
    'clients',
  ]) {
    await knex.schema.dropTable(table);
  }
};
