// `npm test`: tools, build, types, lint, generated files, then every jest project. Ends with `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ensureTools } from './tools.mjs'

const node = process.execPath
let passed = 0
let failed = 0
const broken = []

/** Runs one command; what it printed comes in one piece, so that two can run side by side. */
function check(name, args) {
  return new Promise((resolve) => {
    const child = spawn(node, args)
    let printed = ''
    const keep = (chunk) => (printed += chunk)
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('close', (status) => {
      console.log(`\n== ${name}\n${printed.trimEnd()}`)
      if (status === 0) passed++
      else {
        failed++
        broken.push(name)
      }
      resolve(status === 0)
    })
  })
}

/** Two chains of checks side by side: the aim is two cores. */
async function checks(list) {
  const rest = [...list]
  const chain = async () => {
    for (let next = rest.shift(); next; next = rest.shift()) await check(...next)
  }
  await Promise.all([chain(), chain()])
}

/** A run that hangs must say so: without an end of its own it would take the whole run with it. */
const LONGEST = 25 * 60_000
/** From jest's report, written when the last test ended, to its exit. */
const EXIT_WITHIN = 20_000

/** @returns its exit status, or what was wrong when it had to be ended */
function runJest(args, report) {
  return new Promise((resolve) => {
    const child = spawn(
      node,
      ['node_modules/jest/bin/jest.js', '--json', `--outputFile=${report}`, '--reporters=default', ...args],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    let why = ''
    const end = (reason) => {
      why = reason
      child.kill('SIGKILL')
    }
    const tooLong = setTimeout(() => end(`took longer than ${LONGEST / 60_000} minutes`), LONGEST)
    let stays
    const written = watch(path.dirname(report), () => {
      const reason = 'did not exit: a test left something open, see --detectOpenHandles'
      if (existsSync(report)) stays ??= setTimeout(() => end(reason), EXIT_WITHIN)
    })
    child.on('close', (status) => {
      clearTimeout(tooLong)
      clearTimeout(stays)
      written.close()
      resolve(why || status)
    })
  })
}

async function jest(name, args) {
  console.log(`\n== ${name}`)
  const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-test-'))
  const report = path.join(folder, 'report.json')
  const status = await runJest(args, report)
  const reason = typeof status === 'string' ? `${name} (${status})` : name
  try {
    const result = JSON.parse(readFileSync(report, 'utf8'))
    passed += result.numPassedTests
    // A suite that does not load has no failed test of its own, and is a failure all the same.
    failed += result.numFailedTests + result.numRuntimeErrorTestSuites
    if (status !== 0) broken.push(reason)
    if (status !== 0 && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) failed++
  } catch (error) {
    failed++
    broken.push(`${reason} (no report: ${error.message})`)
  }
  rmSync(folder, { recursive: true, force: true })
}

ensureTools()
const built = await check('build', ['node_modules/gulp/bin/gulp.js'])
await checks([
  ['types', ['scripts/types.mjs']],
  ['eslint', ['node_modules/eslint/bin/eslint.js', '.']],
  ['stylelint', ['node_modules/stylelint/bin/stylelint.mjs', '{components,demo}/**/*.wxss']],
  ['prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['generated README tables', ['scripts/docs.mjs', '--check']],
  ...(built ? [['public API report', ['scripts/api.mjs', '--check']]] : []),
  ['generated error table', ['scripts/errors-doc.mjs', '--check']],
])
await jest('unit and component', ['--selectProjects', 'unit', 'component', '--maxWorkers=2'])
if (built) {
  await jest('pages', ['--selectProjects', 'pages', '--maxWorkers=2'])
  // Real sockets, ffmpeg and media want the machine for themselves.
  await jest('gateway', ['--selectProjects', 'gateway', '--runInBand'])
  await jest('browser', ['--selectProjects', 'browser', '--runInBand'])
} else console.log('\nthe build failed: gateway and browser tests were not run')

if (broken.length) console.log(`\nfailed: ${broken.join(', ')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
