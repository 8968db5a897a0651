import path from 'node:path'
import { getRoom } from '../../store/index'
import { FakeRoom } from '../../test/support/fake-room'
import { load, ROOT } from '../../test/support/simulate'

export const people = Array.from({ length: 9 }, (_, index) => `user-${index + 1}`)

/** Where the page written by hand is put; the simulator compiles what is there when it starts. */
export const PLAIN = path.join(ROOT, 'bench/out/render-page')

/** Nine people are on air. */
export function enter(): void {
  const room = new FakeRoom()
  getRoom('default').attach(room)
  room.enter(people)
  for (const who of people) room.player(`s-${who}`).set({ state: { phase: 'live' }, grade: 4 })
}

export const loadOurs = (): string => load(path.join(__dirname, 'page/index'))
