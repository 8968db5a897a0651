import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApiDocument } from '../../src/api/openapi'
import { OPERATIONS } from '../../src/api/operations'
import { API_STATUS } from '../../src/api/problem'

const FILE = join(__dirname, '../../../docs/openapi.json')
const PAGE = join(__dirname, '../../../docs/http-api.md')

test('docs/openapi.json is of today; mend it with: node scripts/openapi.mjs', () => {
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
})

test('every reference points to something', () => {
  const text = readFileSync(FILE, 'utf8')
  const { components } = JSON.parse(text) as { components: Record<string, Record<string, unknown>> }
  const refs = Array.from(text.matchAll(/"\$ref": "#\/components\/(\w+)\/(\w+)"/g))
  expect(refs.length).toBeGreaterThan(50)
  for (const [, kind = '', name = ''] of refs) expect(components[kind]).toHaveProperty(name)
})

test('operations have ids and addresses of their own', () => {
  const ids = OPERATIONS.map(({ id }) => id)
  const addresses = OPERATIONS.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('docs/http-api.md names every operation and every code', () => {
  const page = readFileSync(PAGE, 'utf8')
  for (const { method, path } of OPERATIONS) expect(page).toContain(`\`${method} ${path}\``)
  for (const code of Object.keys(API_STATUS)) expect(page).toContain(`\`${code}\``)
})
