// `npm test`: tools, build, types, lint, generated files, then every jest project. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureTools } from './tools.mjs'

const node = process.execPath
let passed = 0
let failed = 0
const broken = []

function check(name, args) {
  console.log(`\n== ${name}`)
  const { status } = spawnSync(node, args, { stdio: 'inherit' })
  if (status === 0) passed++
  else {
    failed++
    broken.push(name)
  }
  return status === 0
}

function jest(name, args) {
  console.log(`\n== ${name}`)
  const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-test-'))
  const report = path.join(folder, 'report.json')
  const { status } = spawnSync(
    node,
    ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '--reporters=default', ...args],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  )
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    passed += result.numPassedTests
    // A suite that does not load has no failed test of its own, and is a failure all the same.
    failed += result.numFailedTests + result.numRuntimeErrorTestSuites
    if (status !== 0) broken.push(name)
    if (status !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) failed++
  } catch (error) {
    failed++
    broken.push(`${name} (no report: ${error.message})`)
  }
  rmSync(folder, { recursive: true, force: true })
}

ensureTools()
const built = check('build', ['node_modules/gulp/bin/gulp.js'])
check('types', ['scripts/types.mjs'])
check('eslint', ['node_modules/eslint/bin/eslint.js', '.'])
check('stylelint', ['node_modules/stylelint/bin/stylelint.mjs', '{components,demo}/**/*.wxss'])
check('prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'])
check('generated README tables', ['scripts/docs.mjs', '--check'])
if (built) check('public API report', ['scripts/api.mjs', '--check'])
check('generated error table', ['scripts/errors-doc.mjs', '--check'])
jest('unit and component', ['--selectProjects', 'unit', 'component', '--maxWorkers=2'])
if (built) {
  // Real sockets, ffmpeg and browsers want the machine for themselves.
  jest('gateway', ['--selectProjects', 'gateway', '--runInBand'])
  jest('browser', ['--selectProjects', 'browser', '--runInBand'])
} else console.log('\nthe build failed: gateway and browser tests were not run')

if (broken.length) console.log(`\nfailed: ${broken.join(', ')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
