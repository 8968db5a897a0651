/** What an operation of the API is: one row says how it is called, what it takes and gives, and does it. */
import type { z } from 'zod'
import type { Hub } from '../hub'
import type { MediaDesk } from '../media-desk'
import type { Outcome } from '../room/core'
import type { Producer } from '../room/log'
import type { Room } from '../room/room'
import type { RoomCommand } from '../room/rules'
import type { UserId } from '../wire'
import { ApiProblem, problemOf, type ApiCode } from './problem'

export interface ApiWorld {
  hub: () => Hub
  desk: MediaDesk
  now(): number
  health(): Promise<object>
}

/** One request, checked. */
export interface Call<P = unknown, Q = unknown, B = unknown> {
  params: P
  query: Q
  body: B
  /** Header Idempotency-Key. */
  key: string | undefined
  /** Host header: how the caller reaches us. */
  host: string | undefined
  world: ApiWorld
}

export interface Operation {
  /** operationId, in camel case. */
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Behind /api/v1, with `{name}` for what `params` has. */
  path: string
  summary: string
  description?: string
  tag: 'rooms' | 'people' | 'messages' | 'streams' | 'service'
  params?: z.ZodObject
  query?: z.ZodObject
  body?: z.ZodType
  answer: z.ZodObject
  /** Takes the header Idempotency-Key. */
  idempotent?: true
  /** Codes of its own, beside those that every operation can answer. */
  codes?: readonly ApiCode[]
  run(call: Call): Promise<object>
}

type Out<T> = T extends z.ZodType ? z.output<T> : unknown

/** Checks the types of one row. */
export function operation<
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  B extends z.ZodType | undefined,
  A extends z.ZodObject,
>(
  row: Omit<Operation, 'params' | 'query' | 'body' | 'answer' | 'run'> & {
    params?: P
    query?: Q
    body?: B
    answer: A
    run(call: Call<Out<P>, Out<Q>, Out<B>>): Promise<z.output<A>>
  },
): Operation {
  return row as unknown as Operation
}

/** The customer's backend as an actor: no user has this id. */
export const BACKEND: UserId = ''

/** The room, opened by its log if it is not open on this gateway. @throws ApiProblem */
export async function openRoom({ hub }: ApiWorld, id: string): Promise<Room> {
  try {
    return await hub().open(id)
  } catch {
    throw new ApiProblem('busy', 'the room cannot be opened right now', 1_000)
  }
}

/** As {@link openRoom}, for a room that something has happened in. @throws ApiProblem */
export async function knownRoom(world: ApiWorld, id: string): Promise<Room> {
  const room = await openRoom(world, id)
  if (room.head > 0 || !room.empty) return room
  throw new ApiProblem('room-not-found', `nothing has ever happened in room ${id}, or it is forgotten`)
}

/** A room remembers the last senders; each key is one, that has sent once. */
function producerOf(user: UserId, key: string): Producer {
  return { user, pk: `api-${key}`, n: 1 }
}

export interface Acting {
  actor?: UserId
  name?: string | undefined
}

/** Carries out a command with all rights. @throws ApiProblem */
export async function act(
  { world, key }: Pick<Call, 'world' | 'key'>,
  id: string,
  command: RoomCommand,
  { actor = BACKEND, name }: Acting = {},
): Promise<{ seq: number; at: number; duplicate?: true }> {
  const room = await openRoom(world, id)
  const producer = key === undefined ? {} : { producer: producerOf(actor, key) }
  const outcome = await room.perform(actor, command, { system: true, ...producer, ...(name !== undefined && { name }) })
  return receiptOf(outcome)
}

function receiptOf(outcome: Outcome): { seq: number; at: number; duplicate?: true } {
  if ('code' in outcome) throw problemOf(outcome)
  const { receipt, dup } = outcome
  return { seq: receipt.s, at: receipt.at, ...(dup ? { duplicate: true as const } : {}) }
}
