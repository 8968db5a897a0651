import type { Role } from '../../../src/provider/types'
import { inConversation, presetOf } from '../../../src/room/modes'
import { user } from '../../support/fake-provider'
import { stream } from '../../support/fake-room'

const floor = (roles: Record<string, Role>, seated: string[]) => ({
  users: Object.entries(roles).map(([id, role]) => user(id, { role })),
  streams: [...Object.keys(roles), 'camera'].map((userId) => stream(userId)),
  link: {
    mine: { state: 'idle' as const },
    requests: [],
    seats: [{ userId: null }, ...seated.map((userId) => ({ userId }))].map((seat, index) => ({
      ...seat,
      index,
      locked: false,
    })),
    active: seated.length > 0,
  },
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
    ['somebody who is not there', LIVE, ['ann'], '', false],
  ])('%s', (_who, roles, seated, id, expected) => {
    expect(inConversation(id, floor(roles, [...seated]))).toBe(expected)
  })

  it.each([
    ['guest plays anchor', 'ann', 'anchor', 'live', 'RTC'],
    ['guest plays anchor', 'ann', 'anchor', 'monitor', 'RTC'],
    ['anchor plays guest', 'anchor', 'ann', 'live', 'RTC'],
    ['viewer plays anchor', 'bob', 'anchor', 'live', 'live'],
    ['viewer plays anchor', 'bob', 'anchor', 'monitor', 'monitor'],
    ['anchor plays a camera that is nobody', 'anchor', 'camera', 'live', 'live'],
    ['anchor plays a stream that is gone', 'anchor', 'gone', 'monitor', 'monitor'],
  ] as const)('%s: %s <- %s of a %s room is %s', (_who, me, publisher, scene, preset) => {
    expect(presetOf(me, `s-${publisher}`, floor(LIVE, ['ann']), scene)).toBe(preset)
  })
})
