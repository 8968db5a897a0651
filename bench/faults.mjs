// Faults against real gateways, every receiver judged by the checker of the gateway's own tests. `npm run bench -- faults`,
// some of them: `npm run bench -- faults tcp-cuts flood`, in minutes: `--quick`; `runs=5` for another number of runs.
import { loadTypeScript } from './lib/bundle.mjs'

/** The harness is the tests' own. */
const harness = () => loadTypeScript('faults', 'gateway/test/support/faults', `export * from './index'`)

/** A row of the table: counts, then what else was seen. */
function row({ figures, findings, ...counts }) {
  return { ...counts, ...figures, ...(findings.length ? { findings: findings.slice(0, 3).join('; ') } : {}) }
}

/** @param args names of faults, `--quick`, `runs=n` */
export async function run(args = []) {
  const { FAULTS } = await harness()
  const names = args.filter((arg) => !/^--|=/.test(arg))
  const { runs } = Object.fromEntries(args.filter((arg) => arg.includes('=')).map((arg) => arg.split('=')))
  const unknown = names.find((name) => !FAULTS[name])
  if (unknown) throw new Error(`no fault is called "${unknown}"; there are: ${Object.keys(FAULTS).join(', ')}`)
  const rows = {}
  for (const name of names.length ? names : Object.keys(FAULTS)) {
    const fault = FAULTS[name]
    const count = Number(runs ?? (args.includes('--quick') ? fault.quick : fault.runs))
    console.error(`${name}: ${count} runs`)
    const log = (text) => console.error(`  ${text}`)
    // One that breaks off is a finding; the others are done all the same.
    rows[name] = await fault.run({ runs: count, log }).then(row, (error) => ({ runs: count, findings: String(error) }))
    console.error(`  ${JSON.stringify(rows[name])}`)
  }
  return rows
}
