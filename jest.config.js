// One jest for the whole repository; `npm run test:unit` selects the fast projects.
// Serial where real sockets, ffmpeg or browsers run (see scripts/test.mjs).
const common = {
  moduleFileExtensions: ['js', 'ts', 'mjs', 'json'],
  transform: { '\\.ts$': '<rootDir>/test/support/ts-transform.js' },
  moduleNameMapper: {
    '^@lianmai/flv$': '<rootDir>/flv/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'],
  },
  modulePathIgnorePatterns: ['<rootDir>/miniprogram_dist', '<rootDir>/[a-z]+/dist', '<rootDir>/test/npm-build'],
}
module.exports = {
  coverageProvider: 'v8',
  projects: [
    {
      ...common,
      displayName: 'unit',
      testEnvironment: 'node',
      testMatch: [
        '<rootDir>/test/{core,store,conventions}/**/*.test.ts',
        '<rootDir>/flv/test/**/*.test.ts',
        '<rootDir>/{gateway,preview}/test/unit/**/*.test.ts',
      ],
    },
    {
      ...common,
      displayName: 'component',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/test/components/**/*.test.ts'],
      snapshotSerializers: ['miniprogram-simulate/jest-snapshot-plugin'],
    },
    {
      ...common,
      displayName: 'gateway',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/gateway/test/*.test.ts', '<rootDir>/test/integration/**/*.test.ts'],
    },
    {
      // Browser tests without media: two at a time disturb nobody.
      ...common,
      displayName: 'pages',
      testEnvironment: 'node',
      testMatch: [
        '<rootDir>/preview/test/!(media)*.test.ts',
        '<rootDir>/test/e2e/{gallery*,npm-build*,capabilities*}.test.ts',
      ],
    },
    {
      // Browser tests that push and play.
      ...common,
      displayName: 'browser',
      testEnvironment: 'node',
      testMatch: [
        '<rootDir>/preview/test/media*.test.ts',
        '<rootDir>/test/e2e/!(gallery|npm-build|capabilities)*.test.ts',
      ],
    },
  ],
}
