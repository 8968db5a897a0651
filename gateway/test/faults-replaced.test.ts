import { inScope } from './support/faults/scope'
import { BareClient } from './support/faults/bare'
import { tokenOf } from './support/faults/crew'
import { GatewayProcess } from './support/faults/gateway-process'
import { UNHURRIED } from './support/faults/node-config'
import { FaultProxy } from './support/faults/proxy'
import { ownRedis, redisConfig } from './support/faults/redis-faults'

const hello = (pk: string) => ({ t: 'hi', v: 1, tok: tokenOf('ann'), pk })
const JOIN = { t: 'join', r: 'room' }

/** An attempt that a stalled network holds up until another one of `pk` is in. @returns what is said to the one that was in */
function overtaken(engine: 'memory' | 'redis', pk: string) {
  return inScope(async (later) => {
    const config =
      engine === 'memory'
        ? { engine: { kind: 'memory' } as const, connections: UNHURRIED }
        : redisConfig((await ownRedis(later)).url)
    const nodes = [await GatewayProcess.start(config, later), await GatewayProcess.start(config, later)] as const
    const late = engine === 'memory' ? nodes[0] : nodes[1]
    const line = await FaultProxy.start(() => late.address, later)
    const ghost = await BareClient.connect(line.url)
    line.set({ stalled: true })
    ghost.send(hello('launch'))
    ghost.send(JOIN)
    const real = await BareClient.connect(nodes[0].url)
    const inside = real.next('snap')
    real.send(hello(pk))
    real.send(JOIN)
    await inside
    const bye = real.next('bye')
    line.set({})
    const said = await bye
    await ghost.close()
    return said && { c: said.c, retry: said.retry }
  })
}

test.each(['memory', 'redis'] as const)(
  'an attempt that was given up and arrives late does not throw its own client out for good (%s)',
  async (engine) => {
    expect(await overtaken(engine, 'launch')).toEqual({ c: 'restart', retry: 0 })
  },
  60_000,
)

test('another launch of the same person does', async () => {
  expect(await overtaken('memory', 'another-launch')).toEqual({ c: 'replaced', retry: undefined })
}, 60_000)

test('joining again on the same connection is a question for a snapshot, and replaces nobody', async () => {
  await inScope(async (later) => {
    const node = await GatewayProcess.start({ engine: { kind: 'memory' }, connections: UNHURRIED }, later)
    const client = await BareClient.login(node.url, tokenOf('ann'), 'room')
    const again = client.next('snap')
    client.send(JOIN)
    expect(await again).toMatchObject({ r: 'room', me: { id: 'ann' } })
    expect(await client.settle()).toBe(true)
    await client.close()
  })
}, 60_000)
