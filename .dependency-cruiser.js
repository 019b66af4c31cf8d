/** Who may import whom: the table in CONTRIBUTING.md, as errors. */
const packageRule = (name, allowed) => ({
  name: `${name}-imports`,
  comment: `packages/${name} may import only: ${allowed.join(', ') || 'nothing'}.`,
  severity: 'error',
  from: {
    path: `^packages/${name}/src`,
    pathNot: '(\\.test|-fixture)\\.ts$|/testing/',
  },
  to: {
    path: '^packages/',
    pathNot: [
      `^packages/${name}/`,
      ...allowed.map(other => `^packages/${other}/`),
    ],
  },
});

const typesOnly = (name, others) => ({
  name: `${name}-types-only`,
  comment: `packages/${name} may import only types of ${others.join(', ')}.`,
  severity: 'error',
  from: {
    path: `^packages/${name}/src`,
    pathNot: '(\\.test|-fixture)\\.ts$|/testing/',
  },
  to: {
    path: others.map(other => `^packages/${other}/`),
    dependencyTypesNot: ['type-only'],
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-imports-apps',
      severity: 'error',
      from: { path: '^(packages|plugins|tooling)/' },
      to: { path: '^apps/' },
    },
    {
      name: 'packages-import-no-plugins',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^plugins/' },
    },
    {
      name: 'no-inner-paths',
      comment: 'Import what a package exports, never a file inside it.',
      severity: 'error',
      from: { path: '^(packages|plugins|apps|tooling)/([^/]+)/' },
      to: {
        path: '^(packages|plugins|apps|tooling)/([^/]+)/src/',
        pathNot: [
          '^(packages|plugins|apps|tooling)/[^/]+/src/index\\.ts$',
          // Its entry points: one per OpenFeature SDK, which are both optional.
          '^packages/openfeature-provider/src/(server|web)/index\\.ts$',
          // What tests of engines and the conformance command run.
          '^packages/(sql|metrics)/src/conformance/index\\.ts$',
          '^packages/warehouse/src/testing/index\\.ts$',
          '^packages/metrics/src/as-code/index\\.ts$',
          '^$1/$2/',
        ],
      },
    },
    {
      name: 'plugin-to-plugin-through-common',
      comment: 'A plugin reaches another only through its -common package.',
      severity: 'error',
      from: { path: '^plugins/([a-z]+)(-backend)?/src' },
      to: {
        path: '^plugins/(flags|metrics|experiments)(-backend)?/src',
        pathNot: '^plugins/$1(-backend)?/',
      },
    },
    {
      name: 'packages-are-framework-free',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: 'node_modules/(@backstage|react|express|knex)(/|$)' },
    },
    {
      name: 'plugins-without-router',
      severity: 'error',
      from: { path: '^plugins/', pathNot: '\\.test\\.tsx?$' },
      to: { path: 'node_modules/react-router' },
    },
    packageRule('kernel', []),
    packageRule('stats', ['kernel']),
    packageRule('sql', ['kernel']),
    packageRule('flags', ['kernel']),
    packageRule('resolver', ['kernel', 'flags']),
    typesOnly('resolver', ['flags']),
    packageRule('openfeature-provider', ['resolver', 'flags']),
    typesOnly('openfeature-provider', ['flags']),
    packageRule('warehouse', ['kernel', 'sql']),
    packageRule('metrics', ['kernel', 'sql']),
    packageRule('lifecycle', ['kernel']),
    packageRule('analysis', ['kernel', 'stats', 'metrics', 'lifecycle']),
    typesOnly('analysis', ['metrics', 'lifecycle']),
    packageRule('events', ['kernel', 'warehouse']),
    packageRule('sink-clickhouse', ['kernel', 'events', 'warehouse']),
    packageRule('sink-kafka', ['kernel', 'events']),
    ...[
      'duckdb',
      'postgres',
      'clickhouse',
      'trino',
      'spark',
      'bigquery',
      'snowflake',
    ].map(engine =>
      packageRule(`warehouse-${engine}`, ['kernel', 'warehouse']),
    ),
    // Databricks is Spark SQL behind another client.
    packageRule('warehouse-databricks', [
      'kernel',
      'warehouse',
      'warehouse-spark',
    ]),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '\\.yarn'] },
    exclude: { path: ['/dist/', '/dist-types/', 'apps/demo/template/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
