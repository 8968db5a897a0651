// TypeScript -> CommonJS for jest, file by file; types are checked by `npm run types`, not here.
const { createHash } = require('node:crypto')
const ts = require('typescript')

const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  esModuleInterop: true,
  inlineSourceMap: true,
  useDefineForClassFields: false,
}

module.exports = {
  process(source, fileName) {
    return { code: ts.transpileModule(source, { compilerOptions, fileName }).outputText }
  },
  // `instrument` belongs in the key: without it a cached plain run yields 0 % coverage.
  getCacheKey(source, fileName, { instrument, configString }) {
    return createHash('sha1')
      .update(source + '\0' + fileName + '\0' + instrument + '\0' + configString + '\0' + ts.version)
      .digest('hex')
  },
}
