// `npm run types`: every tsconfig of the repository, without emitting.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const PROJECTS = [
  '.',
  'test',
  'demo',
  'flv',
  'flv/test',
  'gateway',
  'gateway/test',
  'preview',
  'preview/test',
  'preview/test/fixture',
]
let failed = 0
for (const project of PROJECTS) {
  if (!existsSync(`${project}/tsconfig.json`)) continue
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', project], {
    stdio: 'inherit',
  })
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} types ${project}`)
  if (status !== 0) failed++
}
process.exit(failed ? 1 : 0)
