// Not part of `npm test`: `npm run bench -- render` runs it.
module.exports = { ...require('../setdata/jest.config.js'), testMatch: ['<rootDir>/bench/render/*.bench.ts'] }
