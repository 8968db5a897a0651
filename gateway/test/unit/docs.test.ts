import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLOSE_OF } from '../../src/net/socket'
import { CLOSE, type RefusalCode } from '../../src/wire'

/** Without the blanks that line up the columns. */
const page = readFileSync(join(__dirname, '../../../docs/protocol.md'), 'utf8').replace(/ +/g, ' ')

/** Exhaustive by type: a code added to the wire breaks this file until it is listed, and the test until it is documented. */
const REFUSALS: Record<RefusalCode, true> = {
  malformed: true,
  forbidden: true,
  'unknown-role': true,
  'not-joined': true,
  'room-full': true,
  busy: true,
  'rate-limited': true,
  'too-large': true,
  muted: true,
  banned: true,
  'room-closed': true,
  'token-invalid': true,
  'token-expired': true,
  'stream-not-found': true,
  'stream-in-use': true,
  'link-not-found': true,
  'link-pending': true,
  'seats-full': true,
  'seat-unavailable': true,
  'not-linked': true,
  'user-not-found': true,
}

function section(from: string, to: string): string {
  return page.slice(page.indexOf(from), page.indexOf(to))
}

test('every close code and bye is on the page', () => {
  const table = section('### The connection ends', '### A command')
  for (const code of Object.values(CLOSE_OF)) expect(table).toContain(`| ${code} |`)
  for (const code of Object.keys(CLOSE_OF)) expect(table).toContain(`\`${code}\``)
})

test('a close frame alone says what its bye would have said', () => {
  for (const [code, bye] of Object.entries(CLOSE)) expect(CLOSE_OF[bye]).toBe(Number(code))
  expect(Object.keys(CLOSE)).toHaveLength(5)
})

test('every refusal code is on the page', () => {
  const table = section('### A command', '### HTTP')
  for (const code of Object.keys(REFUSALS)) expect(table).toContain(`\`${code}\``)
})
