module.exports = {
  root: true,
  extends: ['./tooling/eslint/index.js'],
  parserOptions: {
    projectService: true,
    tsconfigRootDir: __dirname,
  },
  ignorePatterns: [
    'node_modules',
    'dist',
    'dist-types',
    '.etude',
    '.yarn',
    '*.js',
    '*.cjs',
    '*.mjs',
    '*.config.ts',
    'apps/demo/template/skeleton',
  ],
};
