import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { layers } from './tools/boundaries.mjs';
import { writeProjectGraph } from './tools/project-graph.mjs';

await writeProjectGraph();

/** What the pure core may not touch: time, randomness and the platform arrive inside commands. */
const impure = [
  { name: 'Date', message: 'Time arrives inside the command (pure core).' },
  { name: 'process', message: 'The pure core knows no process.' },
  { name: 'setTimeout', message: 'The pure core does not wait.' },
  { name: 'setInterval', message: 'The pure core does not wait.' },
  { name: 'Buffer', message: 'The pure core knows no Node globals.' },
];

export default tseslint.config(
  { ignores: ['dist/**', '.build-*/**', '**/node_modules/**', '.nx/**', '.data/**', 'coverage/**'] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, allow: [], depConstraints: layers },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // Nest reads constructor parameter types at run time: they must stay value imports.
    files: ['apps/**/*.ts', 'libs/nest/**/*.ts', 'libs/testing/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['libs/{feel,bpmn,engine}/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', ...impure],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness arrives inside the command (pure core).' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'The pure core imports nothing of Node.' }] },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'libs/testing/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  prettier,
);
