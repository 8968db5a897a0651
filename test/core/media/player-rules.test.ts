import fc from 'fast-check'
import { playerStory } from './harness'

it('whatever happened: never two plays without a stop, no device call in the background, no timer after dispose', async () => {
  const steps = Object.keys(STEPS) as (keyof typeof STEPS)[]
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...steps), { maxLength: 40 }), async (list) => {
      const story = playerStory()
      for (const step of list) {
        story.log.push(`(${step})`)
        await STEPS[step](story)
      }
      story.player.dispose()
      expect(story.clock.pending).toBe(0)
      story.log.push('(end)')
      await story.clock.advance(100_000)
      expect(story.log[story.log.length - 1]).toBe('(end)')
      expect(story.player.snapshot.state.phase).toBe('stopped')
      expect(faults(story.log)).toEqual([])
    }),
  )
})

type Story = ReturnType<typeof playerStory>

const STEPS = {
  mount: ({ player, device }: Story) => player.mount(device),
  unmount: ({ player }: Story) => player.unmount(),
  refuse: ({ answers }: Story) => answers.refuse('network'),
  picture: ({ code }: Story) => code(2004),
  broken: ({ code }: Story) => code(-2301),
  lag: ({ code }: Story) => code(2007),
  background: ({ code }: Story) => code(6000),
  frames: ({ net }: Story) => net({ videoFPS: 15 }),
  rtc: ({ player }: Story) => player.setPreset('RTC'),
  live: ({ player }: Story) => player.setPreset('live'),
  sleep: ({ player }: Story) => player.sleep(),
  wake: ({ player }: Story) => player.wake(),
  call: ({ player }: Story) => player.interrupted(true),
  hangup: ({ player }: Story) => player.interrupted(false),
  network: ({ player }: Story) => player.networkChanged(),
  retry: ({ player }: Story) => player.retry(),
  second: ({ clock }: Story) => clock.advance(1000),
  blink: ({ clock }: Story) => clock.advance(30),
}

/** Where a log breaks a rule of the platform. */
function faults(log: readonly string[]): string[] {
  let playing = false
  let asleep = false
  const found: string[] = []
  for (const line of log) {
    const plays = line.startsWith('play')
    if (plays && playing) found.push('play without stop')
    if ((plays || line === 'stop') && asleep) found.push(`${line} in the background`)
    if (plays) playing = true
    // A tag that mounts is a new one; whatever ran before is gone with the old one.
    if (line === 'stop' || line === '(mount)' || line === 'release') playing = false
    if (line === '(sleep)') asleep = true
    if (line === '(wake)' || line === '(retry)') asleep = false
  }
  return found
}
