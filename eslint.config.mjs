import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// The package root of the provider costs 15 seconds a synthesis; a resource's own path costs none.
const providerRoot = { name: '@cdktf/provider-aws', message: 'Import @cdktf/provider-aws/lib/<resource>.' };

/** Which folder may import which others, below it in this list alone, so that no two folders need each other. */
const mayImport = {
  ledger: [],
  settings: ['ledger'],
  asl: ['ledger'],
  modules: ['ledger', 'settings', 'asl'],
  stacks: ['ledger', 'settings', 'asl', 'modules'],
  clients: ['ledger', 'settings'],
  local: ['ledger', 'settings', 'modules', 'clients'],
  simulation: ['ledger', 'settings', 'modules', 'stacks', 'clients', 'local'],
  commands: ['ledger', 'settings', 'modules', 'stacks', 'clients'],
  'commands/bench': ['ledger', 'settings', 'stacks', 'clients', 'local', 'simulation'],
  'commands/chaos': ['settings', 'clients', 'simulation'],
  'commands/render': ['clients', 'asl'],
  'commands/demo': ['settings', 'clients', 'local'],
  // They know nothing of this product, which imports them by their names.
  'packages/*/src': [],
  'packages/*/test': [],
};

const rooms = [...Object.keys(mayImport).filter((folder) => !folder.includes('/')), 'packages'];

function importsOf([folder, allowed]) {
  const forbidden = rooms.filter((room) => room !== folder.split('/')[0] && !allowed.includes(room));
  const patterns = [
    ...forbidden.map((room) => ({
      // From any depth: `../local/x`, `../../local/x`.
      regex: `^(\\.\\./)+${room}(/|$)`,
      message: `${folder}/ imports from ${allowed.length > 0 ? `${allowed.join('/, ')}/ alone` : 'no other folder'}.`,
    })),
    {
      regex: '^(\\.\\./)+__tests__(/|$)',
      message: 'What tests share is for the tests of the product alone.',
    },
    ...(folder.endsWith('/test')
      ? []
      : [{ regex: '^@usage-billing/[^/]+/testing$', message: 'What tests share is for tests alone.' }]),
  ];
  return {
    files: [`${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { paths: [providerRoot], patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['node_modules/**', 'cdktf.out*/**', 'plans/**', 'coverage/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An unawaited promise in code that bills somebody is an event lost without a word.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // AWS writes its fields in PascalCase, and they are taken out of its responses under their own names.
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'variable', format: ['camelCase', 'PascalCase'], leadingUnderscore: 'allow' },
        { selector: 'variable', modifiers: ['destructured'], format: null },
        { selector: 'function', format: ['camelCase'] },
        { selector: 'typeLike', format: ['PascalCase'] },
      ],
      'no-restricted-imports': ['error', { paths: [providerRoot] }],
      curly: 'error',
      eqeqeq: 'error',
    },
  },
  ...Object.entries(mayImport).map(importsOf),
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', { name: 'it', message: 'Write test: its titles are sentences.' }],
      'no-restricted-imports': [
        'error',
        {
          paths: [providerRoot],
          patterns: [{ regex: '^(\\.\\./)+packages/', message: 'Import it by its name.' }],
        },
      ],
    },
  },
);
