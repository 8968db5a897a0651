/** The people and cameras of the demo's rooms. */
import { createRandom } from './random.mjs'
import { callees, crowd, meeting, show, wall } from './scenes.mjs'

/** Where each scene is; the demo's home page and settings lead there. */
export const ROOMS = { show: 'show', crowd: 'demo', wall: 'wall', meeting: 'team' }

/** The room on which somebody waits to be called. */
export const lineOf = (user) => `line-${user}`

/**
 * Starts the cast. What a single person fails at is told to `failed`, and the others go on.
 * @param {object} options
 * @param {import('@lianmai/gateway').Gateway} options.gateway
 * @param {import('@lianmai/gateway').Key} options.key The gateway's first key: it signs their tokens.
 * @param {'zh' | 'en'} [options.language]
 * @param {number} [options.seed] The same seed, the same play.
 * @param {number} [options.table] How many sit in the meeting.
 * @param {(error: unknown) => void} options.failed
 */
export async function startCast({ gateway, key, language = 'zh', seed = 7, table, failed }) {
  let over = false
  const stage = { gateway, key, language, random: createRandom(seed), failed, over: () => over }
  const [people, cameras] = await Promise.all([
    Promise.all([
      show(stage, ROOMS.show),
      crowd(stage, ROOMS.crowd),
      meeting(stage, ROOMS.meeting, table),
      callees(stage, lineOf),
    ]),
    wall(gateway, ROOMS.wall),
  ])
  return {
    /** Feeds by camera. */
    cameras,
    people: people.flat(),
    async close() {
      over = true
      await Promise.all(people.flat().map((person) => person.leave()))
    },
  }
}
