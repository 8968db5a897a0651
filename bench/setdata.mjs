// setData of a room page, by number of people: calls, bytes, most calls in any second. Ours, a page as trtc-wx-sdk's README says,
// and zego-express-engine-miniprogram's own lists through its documented context mode (no cloud: login and stream URLs are
// left out, which only spares it calls). One process a subject, one script (bench/setdata/script.ts).
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export async function run() {
  if (!existsSync('bench/peers/node_modules/trtc-wx-sdk'))
    execFileSync('npm', ['ci', '--prefix', 'bench/peers'], { stdio: 'inherit', shell: process.platform === 'win32' })
  const folder = mkdtempSync(path.join(tmpdir(), 'lianmai-bench-'))
  const lines = path.join(folder, 'lines')
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/jest/bin/jest.js', '-c', 'bench/setdata/jest.config.js', '--runInBand', '--silent'],
    { stdio: 'inherit', env: { ...process.env, LIANMAI_BENCH: lines } },
  )
  if (status !== 0) throw new Error('a subject could not be driven, see above')
  const rows = readFileSync(lines, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  rmSync(folder, { recursive: true })
  const result = {}
  for (const { subject, n, ...count } of rows) (result[subject] ??= {})[n] = count
  return result
}
