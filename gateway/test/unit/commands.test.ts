import { BadFrame } from '../../src/frames/check'
import { readCommand } from '../../src/frames/commands'
import type { Command } from '../../src/wire'

test.each<[object, Command]>([
  [
    { k: 'silence', d: { on: true, more: 1 } },
    { k: 'silence', d: { on: true } },
  ],
  [
    { k: 'silence', d: { user: '', on: false } },
    { k: 'silence', d: { on: false } },
  ],
  [
    { k: 'silence', d: { user: 'bob', on: true } },
    { k: 'silence', d: { user: 'bob', on: true } },
  ],
  [
    { k: 'role', d: { user: 'bob', role: 'admin', x: 1 } },
    { k: 'role', d: { user: 'bob', role: 'admin' } },
  ],
  [
    { k: 'host', d: { user: 'bob' } },
    { k: 'host', d: { user: 'bob' } },
  ],
  [
    { k: 'seat', d: { i: 0, locked: true, muted: true } },
    { k: 'seat', d: { i: 0, locked: true } },
  ],
  [
    { k: 'mic.inv', d: { user: 'bob', seat: 2 } },
    { k: 'mic.inv', d: { user: 'bob', seat: 2 } },
  ],
  [
    { k: 'mic.inv', d: { user: 'bob', seat: '' } },
    { k: 'mic.inv', d: { user: 'bob' } },
  ],
])('%j is read as what the protocol knows of it', (frame, command) => {
  expect(readCommand(frame as Record<string, unknown>)).toEqual(command)
})

const ID = 'must be 1-48 letters'
const FLAG = 'd.on must be true or false'

test.each<[string, unknown, string]>([
  ['silence', {}, FLAG],
  ['silence', { user: 'bob', on: 1 }, FLAG],
  ['silence', { user: 'not an id', on: true }, `d.user ${ID}`],
  ['silence', { user: 7, on: true }, `d.user ${ID}`],
  ['silence', null, 'd must be an object'],
  ['role', { user: 'bob' }, 'd.role must be one of anchor, speaker, audience, admin'],
  ['role', { user: 'bob', role: 'king' }, 'd.role must be one of'],
  ['role', { user: 'bob', role: '__proto__' }, 'd.role must be one of'],
  ['role', { role: 'speaker' }, `d.user ${ID}`],
  ['host', {}, `d.user ${ID}`],
  ['host', { user: null }, `d.user ${ID}`],
  ['host', [], 'd must be an object'],
  ['seat', { i: 0 }, 'd.locked must be true or false'],
  ['seat', { i: -1, locked: true }, 'd.i must be a whole number'],
  ['mic.inv', { user: 'bob', seat: 1.5 }, 'd.seat must be a whole number'],
])('%s with %j is refused by name', (k, d, why) => {
  expect(() => readCommand({ k, d })).toThrow(BadFrame)
  expect(() => readCommand({ k, d })).toThrow(why)
})
