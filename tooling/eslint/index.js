/** The one lint preset: correctness with types, sizes, and banned words. */
module.exports = {
  parser: '@typescript-eslint/parser',
  plugins: ['@typescript-eslint', '@backstage', 'react-hooks'],
  extends: [
    'plugin:@typescript-eslint/strict-type-checked',
    'plugin:react-hooks/recommended',
  ],
  rules: {
    '@typescript-eslint/consistent-type-imports': 'error',
    // An interface marks a seam with several implementations.
    '@typescript-eslint/consistent-type-definitions': 'off',
    '@typescript-eslint/no-misused-promises': [
      'error',
      { checksVoidReturn: { attributes: false, arguments: false } },
    ],
    // An async function may fulfil an interface that others need to await.
    '@typescript-eslint/require-await': 'off',
    '@typescript-eslint/no-confusing-void-expression': 'off',
    '@typescript-eslint/restrict-template-expressions': 'off',
    '@typescript-eslint/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    '@typescript-eslint/no-unused-vars': [
      'error',
      { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
    ],
    '@backstage/no-undeclared-imports': 'off',
    'max-lines': ['error', { max: 500, skipBlankLines: false }],
    'max-lines-per-function': ['error', { max: 80, skipComments: true }],
    'max-params': ['error', 3],
    'no-console': 'error',
    'no-warning-comments': [
      'error',
      { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'ExportDefaultDeclaration',
        message: 'Named exports only: a name is what people search for.',
      },
      {
        selector: 'CatchClause > BlockStatement[body.length=0]',
        message: 'An empty catch hides a failure.',
      },
      {
        selector: "JSXAttribute[name.name='formatOptions'] ObjectExpression",
        message:
          'A new object with every render makes a number field forget what is being typed. Name it outside of the component.',
      },
    ],
    'no-restricted-imports': [
      'error',
      {
        paths: [
          {
            name: 'react-router-dom',
            message:
              'Use route refs and @etude/ui: Backstage 1.57 replaces the router.',
          },
          {
            name: 'react-router',
            message:
              'Use route refs and @etude/ui: Backstage 1.57 replaces the router.',
          },
        ],
      },
    ],
  },
  overrides: [
    {
      files: ['**/*.test.ts', '**/*.test.tsx', '**/*-contract.ts', 'e2e/**'],
      rules: {
        'max-lines': ['error', { max: 800 }],
        'max-lines-per-function': 'off',
        '@typescript-eslint/no-non-null-assertion': 'error',
        '@typescript-eslint/unbound-method': 'off',
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-member-access': 'off',
        'max-params': 'off',
      },
    },
  ],
};
