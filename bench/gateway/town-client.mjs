// The client process of the soak.
import { answer } from '../lib/processes.mjs'
import { Town } from './town.mjs'

let town

answer({
  async start({ bundle, ...options }) {
    const { issueToken } = await import(bundle)
    town = new Town({ issueToken, ...options })
    town.start()
  },
  look: () => ({ inside: town.all().filter(({ inside }) => inside).length, ...town.counts }),
  stop: () => town.stop(),
  verdict: () => ({ counts: town.counts, refusals: town.refusals, wrong: town.wrongs, problems: town.problems }),
})
