import type { OutgoingMessage, MessageBody } from '../../../../src/provider/types'
import { told, witness, type Behaviour } from '../behaviour'
import { CAST, type Actor } from '../world'

const KINDS: readonly MessageBody[] = [
  { kind: 'chat', text: '你好 👋 "quoted" <b>\n' },
  { kind: 'barrage', text: 'over the picture' },
  { kind: 'gift', gift: { id: 'rose', name: 'Rose', count: 3 } },
  { kind: 'command', command: 'draw', data: { at: [1, 2], colour: 'red', deep: { none: null } } },
]

const textOf = (message: MessageBody): string => ('text' in message ? message.text : message.kind)
const textsOf = ({ seen }: Actor): string[] => (seen ? seen.of('message').map(textOf) : [])

/** Somebody says this, and everybody has heard it. */
async function heard(actors: readonly Actor[], speaker: Actor, text: string): Promise<void> {
  await speaker.does.send({ kind: 'chat', text })
  await told(actors, 'message', { text }, (message) => textOf(message) === text)
}

const each = KINDS.map((body): Behaviour => ({
  title: `${body.kind}: everybody gets it once, the sender with the own key, the receipt names it`,
  needs: [body.kind, 'people'],
  async play({ enter }) {
    const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
    const outgoing: OutgoingMessage = { ...body, key: 'my-mark' }
    const receipt = await bob.does.send(outgoing)
    expect(receipt.id).not.toBe('')
    const copies = await Promise.all([ann, bob].flatMap(({ seen }) => (seen ? [seen.next('message')] : [])))
    for (const copy of copies) expect(copy).toMatchObject({ ...body, from: bob.id, name: 'Bob', id: receipt.id })
    if (bob.seen) expect(bob.seen.of('message')[0]?.key).toBe('my-mark')
    if (ann.seen) expect(ann.seen.of('message')[0]).not.toHaveProperty('key')
    expect(Math.abs(receipt.at - (copies[0]?.at ?? 0))).toBeLessThan(60_000)
    if (body.kind === 'chat') return
    const { provider } = witness(ann, bob)
    if (provider.capabilities.chat) await heard([ann, bob], ann, 'end')
    for (const { seen } of [ann, bob])
      if (seen) expect(seen.of('message').filter(({ kind }) => kind === body.kind)).toHaveLength(1)
  },
}))

export const messages: readonly Behaviour[] = [
  ...each,
  {
    title: 'chat: what one person says arrives in the order it was said',
    needs: ['chat', 'people'],
    async play({ enter }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const texts = Array.from({ length: 5 }, (_, index) => `line ${index}`)
      await Promise.all(texts.map((text) => bob.does.send({ kind: 'chat', text })))
      await heard([ann, bob], bob, 'end')
      for (const actor of [ann, bob]) if (actor.seen) expect(textsOf(actor)).toEqual([...texts, 'end'])
    },
  },
  {
    title: 'chat: everybody sees one order, whoever spoke',
    needs: ['chat', 'people', 'order'],
    async play({ enter }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const speak = (who: Actor, name: string) =>
        Array.from({ length: 5 }, (_, index) => who.does.send({ kind: 'chat', text: `${name} ${index}` }))
      await Promise.all([...speak(ann, 'ann'), ...speak(bob, 'bob')])
      await heard([ann, bob], ann, 'end')
      const orders = [ann, bob].filter(({ seen }) => seen).map(textsOf)
      expect(orders[0]).toHaveLength(11)
      for (const order of orders) expect(order).toEqual(orders[0])
    },
  },
  {
    title: 'chat: a newcomer gets what was said',
    needs: ['chat', 'people', 'history'],
    async play({ enter }) {
      const bob = await enter(CAST.bob)
      await heard([bob], bob, 'before you came')
      const { snapshot } = witness(await enter(CAST.ann))
      expect(snapshot.messages).toMatchObject([{ kind: 'chat', text: 'before you came', from: bob.id }])
      expect(snapshot.messages[0]).not.toHaveProperty('key')
    },
  },
  {
    title: 'command: one that is for somebody reaches that person and the sender, and nobody else',
    needs: ['command', 'people'],
    async play({ enter }) {
      const [ann, bob, cyd] = [await enter(CAST.ann), await enter(CAST.bob), await enter(CAST.cyd)]
      await ann.does.send({ kind: 'command', command: 'whisper', data: 1, to: [bob.id] })
      await ann.does.send({ kind: 'command', command: 'end', data: 2 })
      const all = [ann, bob, cyd]
      await told(
        all,
        'message',
        { command: 'end' },
        (message) => message.kind === 'command' && message.command === 'end',
      )
      const whispers = ({ seen }: Actor) =>
        seen?.of('message').filter((message) => 'data' in message && message.data === 1)
      for (const actor of [ann, bob]) if (actor.seen) expect(whispers(actor)).toHaveLength(1)
      if (cyd.seen) expect(whispers(cyd)).toEqual([])
    },
  },
  {
    title: 'like: counted for everybody',
    needs: ['like', 'people'],
    async play({ enter }) {
      const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
      const before = witness(ann, bob).snapshot.likes
      expect((await bob.does.send({ kind: 'like', count: 3 })).id).toBe('')
      await bob.does.send({ kind: 'like', count: 4 })
      const likes = before + 7
      await told([ann, bob], 'counts', { likes }, (counts) => counts.likes === likes)
    },
  },
]
