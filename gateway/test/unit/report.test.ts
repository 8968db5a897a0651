import { lineReport, withFacts } from '../../src/report'

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ'

function lines(format: 'json' | 'text', least: 'debug' | 'info' = 'info') {
  const written: string[] = []
  return { written, report: lineReport(format, least, (line) => written.push(line)) }
}

test('json: one object a line, with time, level, event and facts', () => {
  const { written, report } = lines('json')
  report('info', 'bye', { code: 'kicked', n: 3, nothing: undefined })
  report('debug', 'unheard')
  expect(written).toHaveLength(1)
  expect(written[0]).toMatch(/\}\n$/)
  const line = JSON.parse(written[0] as string) as Record<string, unknown>
  expect(line).toEqual({ level: 'info', event: 'bye', code: 'kicked', n: 3, at: line['at'] })
  expect(line['at']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
})

test('text: for people', () => {
  const { written, report } = lines('text', 'debug')
  report('debug', 'bye', { code: 'kicked', n: 3 })
  expect(written[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} debug bye code="kicked" n=3\n$/)
})

test('a line cannot be broken by what a peer has sent', () => {
  for (const format of ['json', 'text'] as const) {
    const { written, report } = lines(format)
    report('info', 'x', { error: 'one\n{"level":"error"}' })
    expect(written.join('').split('\n')).toHaveLength(2)
  }
})

test.each(['json', 'text'] as const)('%s: no secret, by its name or by how it looks', (format) => {
  const { written, report } = lines(format)
  report('info', 'x', { token: 'MARK1', Authorization: 'MARK2', text: 'MARK3', query: 's=MARK4', secret: 'MARK5' })
  report('error', 'x', {
    error: `Error: bad ${TOKEN} at rtmp://h/live/r~u~ext?t=1&n=2&s=MARK6 x`,
    url: 'redis://user:MARK7@host:1/0 and https://cdn/x.flv?auth_key=1-MARK8',
    why: 'authorization: Bearer MARK9',
  })
  expect(written.join('')).not.toMatch(/MARK|eyJ/)
  expect(written.join('')).toContain('rtmp://h/live/r~u~ext?t=1&n=2&s=[hidden] x')
})

test('facts that go with every line are asked for every time', () => {
  const { written, report } = lines('json')
  const known: { user?: string } = {}
  const mine = withFacts(report, () => ({ conn: 'c1', user: known.user }))
  mine('info', 'open')
  known.user = 'ann'
  mine('info', 'bye', { code: 'kicked' })
  expect(written.map((line) => JSON.parse(line) as object)).toMatchObject([
    { conn: 'c1', event: 'open' },
    { conn: 'c1', user: 'ann', code: 'kicked' },
  ])
})
