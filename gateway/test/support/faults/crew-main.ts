/** A crew as a program, so that it can be stopped: told by IPC what to do, answers each with what came of it. */
import { Crew } from './crew'
import type { CrewAnswer, CrewCall, CrewProcessOptions } from './crew-process'

async function main(): Promise<void> {
  const { url, ...options } = JSON.parse(process.argv[2] ?? '{}') as CrewProcessOptions
  const crew = await Crew.gather({ ...options, address: () => url }, () => undefined)
  crew.talk()
  const calls: { [K in keyof CrewAnswer]: (call: Extract<CrewCall, { do: K }>) => Promise<CrewAnswer[K]> } = {
    flowing: () => crew.flowing().then(() => null),
    quiet: () => crew.quiet(),
    finish: async ({ last }) => {
      await crew.hear(last)
      await crew.leave()
      return { ...crew.evidence, epochs: crew.epochs }
    },
  }
  process.once('disconnect', () => process.exit(0))
  process.on('message', (call: CrewCall) => {
    void (calls[call.do] as (call: CrewCall) => Promise<unknown>)(call).then((answer) => process.send?.({ answer }))
  })
  process.send?.({ answer: null })
}

void main()
