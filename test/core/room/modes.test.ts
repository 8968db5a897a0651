import type { Role } from '../../../src/provider/types'
import { inConversation, playModeOf } from '../../../src/room/modes'
import { user } from '../../support/fake-provider'

const floor = (roles: Record<string, Role>, seated: string[]) => ({
  users: Object.entries(roles).map(([id, role]) => user(id, { role })),
  seats: seated.map((userId, index) => ({ index, userId, locked: false, muted: false })),
})

const LIVE = { anchor: 'anchor', ann: 'audience', bob: 'audience' } as const
const CALL = { a: 'speaker', b: 'speaker' } as const

describe('who is in RTC', () => {
  it.each([
    ['a lone anchor', LIVE, [], 'anchor', false],
    ['an anchor with a guest', LIVE, ['ann'], 'anchor', true],
    ['the guest', LIVE, ['ann'], 'ann', true],
    ['a viewer beside them', LIVE, ['ann'], 'bob', false],
    ['speakers of a call', CALL, [], 'a', true],
    ['an anchor among speakers', { anchor: 'anchor', b: 'speaker' } as const, [], 'anchor', true],
    ['somebody who is not there', LIVE, [], undefined, false],
  ])('%s', (_who, roles, seated, id, expected) => {
    expect(inConversation(id, floor(roles, [...seated]))).toBe(expected)
  })

  it.each([
    ['guest plays anchor', 'ann', 'anchor', 'RTC'],
    ['anchor plays guest', 'anchor', 'ann', 'RTC'],
    ['viewer plays anchor', 'bob', 'anchor', 'live'],
    ['anchor plays a camera that is nobody', 'anchor', 'camera', 'live'],
  ] as const)('%s: %s <- %s is %s', (_who, me, publisher, mode) => {
    expect(playModeOf(me, publisher, floor(LIVE, ['ann']))).toBe(mode)
  })
})
