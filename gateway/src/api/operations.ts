/** Every operation of the API: the router routes by this table, and docs/openapi.json is written from it. */
import { serviceOperations } from './health'
import type { Operation } from './operation'
import { peopleOperations } from './people'
import { roomOperations } from './rooms'
import { streamOperations } from './streams'

export const API_BASE = '/api/v1'

export const OPERATIONS: readonly Operation[] = [
  ...roomOperations,
  ...peopleOperations,
  ...streamOperations,
  ...serviceOperations,
]
