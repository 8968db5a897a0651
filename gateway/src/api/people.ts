/** What is done to one person in a room, and what is said there. */
import { z } from 'zod'
import { LIMITS } from '../limits'
import { act, operation, type Operation } from './operation'
import { data, name, receipt, role, roomId, text, userId } from './schemas'

const inRoom = z.strictObject({ room: roomId })
const one = z.strictObject({ room: roomId, user: userId })
const onOff = z.strictObject({ on: z.boolean() })

/** Who speaks: a user of yours, here or not, or you. */
const speaker = {
  as: userId.optional().describe('Says it as this user, whether or not they are here; absent: as the system'),
  name: name.optional().describe('Shown where the user is not here to have a name; of the system: default "system"'),
}

const message = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chat'), text: text(LIMITS.chat), ...speaker }),
  z.strictObject({ kind: z.literal('barrage'), text: text(LIMITS.barrage), ...speaker }),
  z.strictObject({
    kind: z.literal('command'),
    command: text(LIMITS.commandName),
    data,
    to: z.array(userId).min(1).max(LIMITS.receivers).optional().describe('Receivers; absent: everybody'),
    ...speaker,
  }),
])

type Message = z.output<typeof message>

const SYSTEM = 'system'

function commandOf(said: Message) {
  if (said.kind !== 'command') return { k: said.kind, d: { text: said.text } }
  const { command, data: contents = null, to } = said
  return { k: said.kind, d: { command, data: contents, ...(to && { to }) } }
}

const speaking = ({ as, name: shown }: Message) =>
  as === undefined ? { name: shown ?? SYSTEM } : { actor: as, name: shown }

export const peopleOperations: readonly Operation[] = [
  operation({
    id: 'sendMessage',
    method: 'POST',
    path: '/rooms/{room}/messages',
    tag: 'messages',
    summary: 'Says something in a room, or sends a command to its clients',
    description: 'Written to the log like every message: in order, once, and read by whoever comes back later.',
    params: inRoom,
    body: message,
    answer: receipt,
    idempotent: true,
    run: (call) => act(call, call.params.room, commandOf(call.body), speaking(call.body)),
  }),
  operation({
    id: 'sendNotice',
    method: 'POST',
    path: '/rooms/{room}/notice',
    tag: 'messages',
    summary: 'Tells everybody in a room something',
    description: 'Reaches clients as the command `notice` with `{text}`, by the system.',
    params: inRoom,
    body: z.strictObject({ text: text(LIMITS.chat) }),
    answer: receipt,
    idempotent: true,
    run: (call) =>
      act(call, call.params.room, { k: 'command', d: { command: 'notice', data: call.body } }, { name: SYSTEM }),
  }),
  operation({
    id: 'kickUser',
    method: 'POST',
    path: '/rooms/{room}/users/{user}/kick',
    tag: 'people',
    summary: 'Sends somebody out; they may come back',
    params: one,
    answer: receipt,
    idempotent: true,
    codes: ['user-not-found'],
    run: (call) => act(call, call.params.room, { k: 'kick', d: { user: call.params.user } }),
  }),
  operation({
    id: 'muteUser',
    method: 'PUT',
    path: '/rooms/{room}/users/{user}/mute',
    tag: 'people',
    summary: 'Takes or gives back the right to chat',
    params: one,
    body: onOff,
    answer: receipt,
    idempotent: true,
    codes: ['user-not-found'],
    run: (call) => act(call, call.params.room, { k: 'mute', d: { user: call.params.user, on: call.body.on } }),
  }),
  operation({
    id: 'silenceUser',
    method: 'PUT',
    path: '/rooms/{room}/users/{user}/silence',
    tag: 'people',
    summary: 'Takes or gives back the microphone of somebody who publishes and is no host',
    params: one,
    body: onOff,
    answer: receipt,
    idempotent: true,
    codes: ['user-not-found', 'not-linked', 'forbidden'],
    run: (call) => act(call, call.params.room, { k: 'silence', d: { user: call.params.user, on: call.body.on } }),
  }),
  operation({
    id: 'setRole',
    method: 'PUT',
    path: '/rooms/{room}/users/{user}/role',
    tag: 'people',
    summary: 'Makes somebody something else, for as long as they stay',
    params: one,
    body: z.strictObject({ role }),
    answer: receipt,
    idempotent: true,
    codes: ['user-not-found', 'forbidden'],
    run: (call) => act(call, call.params.room, { k: 'role', d: { user: call.params.user, role: call.body.role } }),
  }),
  operation({
    id: 'endLink',
    method: 'DELETE',
    path: '/rooms/{room}/users/{user}/link',
    tag: 'people',
    summary: "Ends somebody's mic-link: the seat is free, their stream over",
    params: one,
    answer: receipt,
    idempotent: true,
    codes: ['not-linked'],
    run: (call) => act(call, call.params.room, { k: 'mic.end', d: { user: call.params.user } }),
  }),
]
