import process from 'node:process';

// The pinned SDK works with Node 20; its advice to upgrade would stand before every test's report.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const shared = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['ts-jest', { diagnostics: false }] },
};

export default {
  globalSetup: '<rootDir>/jest.global-setup.mjs',
  globalTeardown: '<rootDir>/jest.global-teardown.mjs',
  reporters: ['default', '<rootDir>/jest.slowest-files.mjs'],
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  // End-to-end tests wait more than they compute; by itself Jest would use one worker on two cores.
  maxWorkers: 2,
  // A worker's heap grows with every file, until collecting it takes most of the time of what computes much.
  workerIdleMemoryLimit: '1GB',
  // In milliseconds: to free such a heap takes longer than the half second after which Jest speaks of a leak.
  workerGracefulExitTimeout: 10_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/__tests__/unit/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'local-aws',
      testMatch: ['<rootDir>/packages/local-aws/test/**/*.test.ts'],
      globalSetup: '<rootDir>/__tests__/helpers/local-aws-python.ts',
    },
    ...['local-stripe', 'execution-page'].map((name) => ({
      ...shared,
      displayName: name,
      testMatch: [`<rootDir>/packages/${name}/test/**/*.test.ts`],
    })),
    { ...shared, displayName: 'end-to-end', testMatch: ['<rootDir>/__tests__/end-to-end/**/*.test.ts'] },
  ],
};
