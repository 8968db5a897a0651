// Not part of `npm test`: `npm run bench -- setdata` runs it.
const { projects } = require('../../jest.config.js')
const component = projects.find(({ displayName }) => displayName === 'component')
module.exports = { ...component, rootDir: '../..', testMatch: ['<rootDir>/bench/setdata/*.bench.ts'] }
