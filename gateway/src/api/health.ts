/** How this gateway is, for the backend's own monitoring. */
import { z } from 'zod'
import { operation, type Operation } from './operation'

export const healthAnswer = z.strictObject({
  ok: z.boolean().describe('Rooms can be written'),
  why: z.string().optional().describe('Why not'),
  rooms: z.int().describe('Open on this gateway'),
  connections: z.int(),
  streams: z.int().describe("Of this gateway's own relay"),
  uptime: z.int().describe('Seconds'),
  webhooks: z
    .array(
      z.strictObject({
        host: z.string(),
        queued: z.int().describe('Events that wait'),
        delivered: z.int(),
        failures: z.int().describe('POSTs without a 2xx'),
        dropped: z.int().describe('Events given up'),
        down: z.boolean(),
      }),
    )
    .describe('One an endpoint'),
})

export const serviceOperations: readonly Operation[] = [
  operation({
    id: 'getHealth',
    method: 'GET',
    path: '/health',
    tag: 'service',
    summary: 'How this gateway is',
    answer: healthAnswer,
    run: async ({ world }) => healthAnswer.parse(await world.health()),
  }),
]
