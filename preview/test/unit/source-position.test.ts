import ts from 'typescript'
import { compileScript, scriptModule } from '../../src/compiler/script'
import { decodeMappings, originalPlace, originalStack } from '../../host/runtime/source-position'

const SOURCE = [
  'interface Long {',
  '  a: number',
  '}',
  'export const one: Long = { a: 1 }',
  'export function fail(): never {',
  "  throw new Error('here')",
  '}',
].join('\n')

const { code, map } = scriptModule(compileScript(SOURCE, 'pages/a/a.ts'))
const address = 'http://127.0.0.1:5173/@id/virtual:mp/script/pages/a/a.ts.mp.js'

beforeEach(() => {
  const encoded = Buffer.from(map).toString('base64')
  const served = `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}\n`
  jest.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response(served)))
})

afterEach(() => jest.restoreAllMocks())

it('finds the line a person wrote, whatever TypeScript took away above it', async () => {
  const row = code.split('\n').findIndex((line) => line.includes("Error('here')"))
  const stack = `Error: here\n    at fail (${address}?t=12:${row + 1}:11)\n    at run (http://127.0.0.1:5173/start.ts:3:4)`
  expect(await originalStack(stack)).toBe(
    'Error: here\n    at fail (pages/a/a.ts:6:9)\n    at run (http://127.0.0.1:5173/start.ts:3:4)',
  )
  expect(await originalPlace(stack)).toBe('pages/a/a.ts:6:9')
})

it('says nothing about stacks outside the mini-program', async () => {
  expect(await originalPlace('Error\n    at http://127.0.0.1/host.ts:1:1')).toBe('')
})

it('reads mappings as TypeScript does', () => {
  const text = ts.transpileModule('const a = 1\n\n\nconst b: number = a', { compilerOptions: { sourceMap: true } })
  const lines = decodeMappings((JSON.parse(text.sourceMapText!) as { mappings: string }).mappings)
  expect(lines.map((segments) => segments[0]?.[1])).toEqual([undefined, 0, 3])
})
