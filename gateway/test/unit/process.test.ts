import { EventEmitter } from 'node:events'
import { supervise } from '../../src/process'

/** A process that can be sent signals, and a gateway that closes when told to. */
function scene(timeout = 60_000) {
  const host = Object.assign(new EventEmitter(), { exit: jest.fn() })
  const closing: { options: unknown; done: () => void; fail: (error: Error) => void }[] = []
  const close = (options: { now: boolean }) =>
    new Promise<void>((done, fail) => closing.push({ options, done: () => done(), fail }))
  const lines: string[] = []
  const reload = jest.fn(() => Promise.resolve())
  const report = (level: string, event: string, facts: object = {}) =>
    lines.push(`${level} ${event} ${JSON.stringify(facts)}`)
  supervise({ timeout, report, close, reload, host: host as never })
  return { host, closing, lines, reload }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test.each(['SIGTERM', 'SIGINT'])('%s: closes with its drain, then exits 0', async (signal) => {
  const { host, closing } = scene()
  host.emit(signal)
  expect(closing.map(({ options }) => options)).toEqual([{ now: false }])
  expect(host.exit).not.toHaveBeenCalled()
  closing[0]?.done()
  await turn()
  expect(host.exit).toHaveBeenCalledWith(0)
})

test('a second signal exits at once', () => {
  const { host, closing } = scene()
  host.emit('SIGTERM')
  host.emit('SIGINT')
  expect(host.exit).toHaveBeenCalledWith(130)
  expect(closing).toHaveLength(1)
})

test('what is not done in time is left undone, and said so', () => {
  jest.useFakeTimers()
  const { host, lines } = scene(500)
  host.emit('SIGTERM')
  jest.advanceTimersByTime(499)
  expect(host.exit).not.toHaveBeenCalled()
  jest.advanceTimersByTime(1)
  expect(host.exit).toHaveBeenCalledWith(1)
  expect(lines.at(-1)).toContain('not done within 500 ms')
  jest.useRealTimers()
})

test.each(['uncaughtException', 'unhandledRejection'])(
  '%s: written down, goodbye without delay, exit 1',
  async (event) => {
    const { host, closing, lines } = scene()
    host.emit(event, new Error('broken'))
    expect(lines[0]).toMatch(/^error un\w+ .*broken/)
    expect(closing[0]?.options).toEqual({ now: true })
    closing[0]?.done()
    await turn()
    expect(host.exit).toHaveBeenCalledWith(1)
  },
)

test('closing that fails: exit 1 and why', async () => {
  const { host, closing, lines } = scene()
  host.emit('SIGTERM')
  closing[0]?.fail(new Error('the disk is gone'))
  await turn()
  expect(host.exit).toHaveBeenCalledWith(1)
  expect(lines.at(-1)).toContain('the disk is gone')
})

test('SIGHUP reads again; what cannot be read is said and changes nothing', async () => {
  const { host, reload, lines } = scene()
  host.emit('SIGHUP')
  expect(reload).toHaveBeenCalledTimes(1)
  reload.mockRejectedValue(new Error('keyFile: cannot read /keys'))
  host.emit('SIGHUP')
  await turn()
  expect(lines.at(-1)).toContain('cannot read /keys')
  expect(host.exit).not.toHaveBeenCalled()
})
