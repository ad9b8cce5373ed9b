import { inModules } from '../entry/workspace.mjs';

const jest = (project, title, ...args) => ({
  name: project,
  title,
  jest: true,
  command: [
    // Nest 12 is ESM only: code compiled to CommonJS can require it only with this.
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    inModules('jest', 'bin', 'jest.js'),
    '--selectProjects',
    project,
    '--passWithNoTests',
    ...args,
  ],
});

const tool = (name, title, ...command) => ({ name, title, jest: false, command });

/**
 * What `npm test` does, in order: what is quick to fail comes first. Each command is run by the project's Node.
 *
 * @type {{ name: string, title: string, jest: boolean, command: string[] }[]}
 */
export const steps = [
  tool(
    'format',
    'Format',
    inModules('prettier', 'bin', 'prettier.cjs'),
    '--check',
    '--log-level',
    'warn',
    '.',
  ),
  tool('types', 'Types', inModules('@typescript', 'native', 'bin', 'tsc'), '-p', 'tsconfig.json'),
  tool('lint', 'Lint', inModules('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'),
  jest('unit', 'Unit tests'),
  // Servers are shared by the suites of a run; two cores are kept busy by two suites and their servers.
  jest('int', 'Integration tests', '--maxWorkers=2'),
  jest('e2e', 'End-to-end tests', '--runInBand'),
];

export const stepNames = steps.map((step) => step.name);
