import fc from 'fast-check'
import { pusherStory, settled } from './harness'

it('whatever happened: never two starts without a stop, no device call in the background, no timer after dispose', async () => {
  const steps = Object.keys(STEPS) as (keyof typeof STEPS)[]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 40 }), async (list) => {
      const story = pusherStory()
      for (const step of list) {
        story.log.push(`(${step})`)
        await STEPS[step](story)
      }
      story.pusher.dispose()
      expect(story.clock.pending).toBe(0)
      await settled()
      story.log.push('(end)')
      await story.clock.advance(100_000)
      expect(story.log.slice(story.log.indexOf('(end)')).filter((line) => !line.startsWith('release'))).toEqual([
        '(end)',
      ])
      expect(faults(story.log)).toEqual([])
    }),
  )
})

type Story = ReturnType<typeof pusherStory>

const STEPS = {
  mount: ({ pusher, device }: Story) => pusher.mount(device),
  unmount: ({ pusher }: Story) => pusher.unmount(),
  // Not awaited: in the background the answer only comes with wake(). The refusal is in the state.
  publish: ({ pusher }: Story) =>
    void pusher.publish().then(undefined, (error: unknown) => expect(error).toBeDefined()),
  unpublish: ({ pusher }: Story) => pusher.unpublish(),
  refuse: ({ answers }: Story) => answers.refuse('network'),
  begun: ({ code }: Story) => code(1002),
  broken: ({ code }: Story) => code(-1307),
  call: ({ code }: Story) => code(5001),
  background: ({ code }: Story) => code(5000),
  sending: ({ net }: Story) => net({ netSpeed: 1 }),
  rtc: ({ pusher }: Story) => pusher.setMode('RTC'),
  live: ({ pusher }: Story) => pusher.setMode(undefined),
  dark: ({ pusher }: Story) => pusher.setCamera(false),
  bright: ({ pusher }: Story) => pusher.setCamera(true),
  moved: ({ pusher }: Story) => pusher.retarget({ streamId: 's2', url: 'rtmp://moved' }),
  sleep: ({ pusher }: Story) => pusher.sleep(),
  wake: ({ pusher }: Story) => pusher.wake(),
  taken: ({ pusher }: Story) => pusher.interrupted(true),
  given: ({ pusher }: Story) => pusher.interrupted(false),
  network: ({ pusher }: Story) => pusher.networkChanged(),
  retry: ({ pusher }: Story) => pusher.retry(),
  second: ({ clock }: Story) => clock.advance(1000),
  blink: ({ clock }: Story) => clock.advance(30),
}

/** Where a log breaks a rule of the platform. */
function faults(log: readonly string[]): string[] {
  let pushing = false
  let asleep = false
  const found: string[] = []
  for (const line of log) {
    const starts = line.startsWith('start')
    if (starts && pushing) found.push('start without stop')
    if ((starts || line === 'stop') && asleep) found.push(`${line} in the background`)
    if (starts) pushing = true
    if (line === 'stop' || line === '(mount)' || line === '(unmount)') pushing = false
    if (line === '(sleep)') asleep = true
    if (line === '(wake)' || line === '(retry)') asleep = false
  }
  return found
}
