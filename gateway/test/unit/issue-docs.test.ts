import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLOCK_SKEW, MAX_TOKEN_LIFE, RIGHTS } from '../../src/auth/claims'
import { MIN_SECRET } from '../../src/auth/keys'
import { URL_SCHEMES } from '../../src/auth/sign-url'
import { LIMITS } from '../../src/limits'
import { roleRights, ROLES } from '../../src/room/rights'

/** Without what lines up the columns. */
const page = readFileSync(join(__dirname, '../../../docs/tokens.md'), 'utf8')
  .replace(/ +/g, ' ')
  .replace(/-{3,}/g, '---')

test('the table of roles and rights is the one the gateway goes by', () => {
  const line = (cells: string[]) => `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`
  const table = [
    line(['role', ...RIGHTS]),
    line(['---', ...RIGHTS.map(() => '---')]),
    ...ROLES.map((role) => line([role, ...RIGHTS.map((right) => (roleRights(role)[right] ? 'yes' : ''))])),
  ]
  expect(page).toContain(table.join('\n'))
})

test('every right and every scheme of addresses is explained', () => {
  for (const name of [...RIGHTS, ...URL_SCHEMES]) expect(page).toContain(`\n| \`${name}\` |`)
})

test.each<[string, string]>([
  ['the longest life', `at most ${MAX_TOKEN_LIFE / 3600} hours ahead`],
  ['the skew', `Clocks may differ by ${CLOCK_SKEW} s`],
  ['the longest token', `at most ${LIMITS.token} characters`],
  ['the longest name', `up to ${LIMITS.name} characters`],
  ['the shortest secret', `At least ${MIN_SECRET} characters`],
])('%s is what the page says', (_, words) => {
  expect(page).toContain(words)
})
