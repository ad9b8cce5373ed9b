const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

const project = (displayName, suffix, extra = {}) => ({
  displayName,
  testEnvironment: 'node',
  roots: [
    '<rootDir>/apps',
    '<rootDir>/libs',
    '<rootDir>/benchmarks',
    '<rootDir>/tools',
    '<rootDir>/processes',
    '<rootDir>/infra',
  ],
  testMatch: [`**/*.${suffix}.spec.ts`],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: { '^@partitura/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts' },
  ...extra,
});

/** Real Postgres (and Kafka, where Java is) once per run; see libs/testing. */
const servers = {
  globalSetup: '<rootDir>/tools/jest/start-servers.mjs',
  globalTeardown: '<rootDir>/tools/jest/stop-servers.mjs',
};

export default {
  testTimeout: 60_000,
  projects: [project('unit', 'unit'), project('int', 'int', servers), project('e2e', 'e2e', servers)],
};
