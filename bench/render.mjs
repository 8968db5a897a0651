// First render of a page with nine playing tiles, against the same nodes written by hand with one plain component a tile: the
// same runtime (miniprogram-simulate), the same run, in turns; medians.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export async function run() {
  const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-bench-'))
  const file = path.join(folder, 'result.json')
  // Two processes: the simulator compiles the pages that are there when it starts.
  for (const name of ['write', 'render']) {
    const { status } = spawnSync(
      process.execPath,
      ['node_modules/jest/bin/jest.js', '-c', 'bench/render/jest.config.js', '--runInBand', `render/${name}`],
      { stdio: 'inherit', env: { ...process.env, LIANMAI_BENCH: file } },
    )
    if (status !== 0) throw new Error('the pages could not be rendered, see above')
  }
  const result = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(folder, { recursive: true })
  return result
}
