// The public API as text, one report an entry point, for whoever reviews a change: docs/api/*.api.md. From the declarations
// that `gulp kit` builds. Every exported name and member needs a doc comment.
//   node scripts/api.mjs            writes them
//   node scripts/api.mjs --check    fails, showing how the API changed or what is undocumented
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const DIST = path.join(ROOT, 'miniprogram_dist')
const TYPESCRIPT = path.dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
/** `index` holds the core too. */
const PROVIDERS = ['gateway', 'simulated', 'url', 'zego', 'trtc', 'messages'].map((name) => `providers/${name}`)
const ENTRIES = ['index', 'codes', 'interop', 'preflight', 'ui', ...PROVIDERS]
const check = process.argv.includes('--check')

function configOf(entry) {
  const file = path.join(DIST, `${entry}.d.ts`)
  if (!existsSync(file)) throw new Error(`${file} is missing; build first: npm run build`)
  const report = `${entry.replace('/', '-')}.api.md`
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(ROOT, 'package.json'),
    configObject: {
      projectFolder: ROOT,
      mainEntryPointFilePath: file,
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'ES2020',
            module: 'ESNext',
            moduleResolution: 'bundler',
            types: ['miniprogram-api-typings'],
            skipLibCheck: true,
            strict: true,
          },
          files: [file],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: report,
        reportFolder: path.join(ROOT, 'docs/api'),
        reportTempFolder: path.join(DIST, '../coverage/api'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'error' },
          // Nouns that an entry takes from elsewhere are exported by `lianmai`; the report lists them all the same.
          'ae-forgotten-export': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  })
}

let wrong = 0
for (const entry of ENTRIES) {
  const config = configOf(entry)
  mkdirSync(config.reportFolder, { recursive: true })
  mkdirSync(config.reportTempFolder, { recursive: true })
  const before = existsSync(config.reportFilePath) ? readFileSync(config.reportFilePath, 'utf8') : ''
  const result = Extractor.invoke(config, {
    localBuild: !check,
    typescriptCompilerFolder: TYPESCRIPT,
    messageCallback(message) {
      message.handled = true
      if (message.logLevel === 'error') console.error(message.formatMessageWithLocation(ROOT))
    },
  })
  if (result.apiReportChanged && check) {
    showChange(entry, before, readFileSync(config.reportTempFilePath, 'utf8'))
    wrong++
  }
  wrong += result.errorCount
}
if (wrong) {
  console.error(`\n${wrong} to mend. A change that is meant: npm run build && npm run api, and commit docs/api.`)
  process.exit(1)
}

function showChange(entry, before, after) {
  const [old, now] = [before, after].map((text) => new Set(text.split('\n')))
  console.error(`${entry}: the public API changed`)
  for (const line of old) if (!now.has(line)) console.error(`- ${line}`)
  for (const line of now) if (!old.has(line)) console.error(`+ ${line}`)
}
