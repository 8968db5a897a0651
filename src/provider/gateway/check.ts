import { LiveError } from '../../errors'
import type { JoinRequest, OutgoingMessage } from '../types'
import { ID_PATTERN } from './wire'
import type { Command } from './wire'

/** @throws LiveError `invalid-argument` that names the call, the argument and what it has to be. */
export function demand(holds: unknown, call: string, subject: string, rule: string): void {
  if (!holds) throw LiveError.of('invalid-argument', `${call}: ${subject} has to be ${rule}`, { subject })
}

export function demandText(value: unknown, call: string, subject: string): void {
  demand(typeof value === 'string' && value.trim(), call, subject, 'a string that is not empty')
}

export function demandCount(value: unknown, call: string): void {
  demand(Number.isInteger(value) && (value as number) > 0, call, 'count', 'a whole number above 0')
}

export function checkJoin(url: string | undefined, { roomId, token }: JoinRequest): asserts url is string {
  const call = 'gateway.join'
  demand(url && /^wss?:\/\/./.test(url), call, 'url', 'the address of the gateway, ws://host:port or wss://host')
  demand(ID_PATTERN.test(roomId), call, 'roomId', 'made of 1 to 48 of A-Z a-z 0-9 _ -')
  demand(
    token && /^(string|function)$/.test(typeof token),
    call,
    'token',
    'a string, or a function that resolves to one',
  )
}

/** Checks what a person sends and puts it on the wire's terms. */
export function toCommand(message: Exclude<OutgoingMessage, { kind: 'like' }>, call: string): Command {
  switch (message.kind) {
    case 'chat':
    case 'barrage':
      demandText(message.text, call, 'text')
      return { k: message.kind, d: { text: message.text } }
    case 'gift': {
      const { id, name, count } = message.gift
      demandText(id, call, 'gift.id')
      demandCount(count, call)
      return { k: 'gift', d: { id, name, count } }
    }
    case 'command': {
      const { command, data, to } = message
      demandText(command, call, 'command')
      return { k: 'cmd', d: { name: command, data, ...(to && to.length ? { to } : {}) } }
    }
  }
}
