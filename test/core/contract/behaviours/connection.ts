import { told, witness, type Behaviour, type Stage, type Witness } from '../behaviour'
import { CAST, type Actor } from '../world'

/** A hook that the behaviour needs; the suite has looked that it is there. */
function hook<K extends keyof Stage['world']['can']>(stage: Stage, name: K): NonNullable<Stage['world']['can'][K]> {
  const found = stage.world.can[name]
  if (!found) throw new Error(`the world has no ${name}; say in traits.lacks why`)
  return found
}

/** A person whose provider is under test, and somebody else. */
async function people({ enter }: Stage): Promise<{ me: Witness; other: Actor }> {
  const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
  const me = witness(bob, ann)
  return { me, other: me === bob ? ann : bob }
}

const texts = ({ seen }: Witness): string[] =>
  seen.of('message').flatMap((message) => ('text' in message ? [message.text] : []))

export const connection: readonly Behaviour[] = [
  {
    title: 'a broken connection is told, comes back by itself, and nothing is lost aloud or silently',
    needs: ['people', 'chat', 'cut'],
    async play(stage) {
      const { me, other } = await people(stage)
      const mend = await hook(stage, 'cut')(me)
      const { attempt, cause } = await told([me], 'reconnecting', { attempt: 1 })
      expect([attempt, cause.name]).toEqual([1, 'LiveError'])
      await other.does.send({ kind: 'chat', text: 'while you were away' })
      await mend()
      me.provider.wake?.()
      await me.seen.first('resumed', 'snapshot')
      // Replayed before it is said to be resumed; or the state is replaced, and that is said.
      const [snapshot] = me.seen.of('snapshot')
      if (!snapshot) expect(texts(me)).toEqual(['while you were away'])
      else expect(snapshot.users.map(({ id }) => id)).toEqual(expect.arrayContaining([me.id, other.id]))
      await me.does.send({ kind: 'chat', text: 'back again' })
      await told([me], 'message', { from: me.id }, (message) => 'text' in message && message.text === 'back again')
      expect(me.seen.of('left')).toEqual([])
    },
  },
  {
    title: 'a connection that is away for too long comes back with the whole state',
    needs: ['people', 'chat', 'lose'],
    brief: true,
    async play(stage) {
      const { me, other } = await people(stage)
      const mend = await hook(stage, 'lose')(me)
      await told([me], 'reconnecting', {})
      for (const text of ['one', 'two', 'three', 'four']) await other.does.send({ kind: 'chat', text })
      await mend()
      me.provider.wake?.()
      const snapshot = await told([me], 'snapshot', { roomId: me.snapshot.roomId })
      expect(snapshot.me.id).toBe(me.id)
      expect(snapshot.users.map(({ id }) => id)).toEqual(expect.arrayContaining([me.id, other.id]))
      await me.does.send({ kind: 'chat', text: 'back again' })
      await told([me], 'message', {}, (message) => 'text' in message && message.text === 'back again')
    },
  },
  {
    title: 'leaving while the connection is broken releases everything',
    needs: ['cut'],
    async play(stage) {
      const me = witness(await stage.enter(stage.subject))
      await hook(stage, 'cut')(me)
      await told([me], 'reconnecting', {})
      await me.provider.leave()
      expect(stage.world.held()).toEqual([])
    },
  },
  {
    title: 'the same person on another phone: the first one is out, and told why',
    needs: ['replace'],
    async play(stage) {
      const me = witness(await stage.enter(stage.subject))
      await hook(stage, 'replace')(me)
      const { cause } = await told([me], 'left', { reason: 'replaced' })
      expect(cause?.reason).toBe('replaced')
    },
  },
  {
    title: 'a token that is over and cannot be renewed ends the stay, and says so',
    needs: ['expire'],
    async play(stage) {
      const me = witness(await stage.enter(stage.subject))
      await hook(stage, 'expire')(me)
      const { cause } = await told([me], 'left', { reason: 'token-expired' })
      expect(cause?.reason).toBe('token-expired')
      expect(stage.world.held()).toEqual([])
    },
  },
  {
    title: 'a token function is asked again when the token is over, and the stay goes on',
    needs: ['expire', 'token'],
    async play(stage) {
      const { world, subject } = stage
      let asked = 0
      let again: () => void = () => undefined
      const fresh = new Promise<void>((resolve) => (again = resolve))
      const first = world.fresh(subject).request.token
      const token = async () => {
        asked += 1
        if (asked > 1) again()
        return asked > 1 || typeof first !== 'string' ? hook(stage, 'token')(subject) : first
      }
      const me = witness(await stage.enter(subject, { token }))
      expect(asked).toBe(1)
      await hook(stage, 'expire')(me)
      await fresh
      await me.does.updateStream('nobody~1', { audio: true, video: true }).catch((error: Error) => {
        expect(error.name).toBe('LiveError')
      })
      expect(me.seen.of('left')).toEqual([])
    },
  },
  {
    title: 'a token that the app pushes is used when the old one is over',
    needs: ['expire', 'token', 'chat'],
    async play(stage) {
      const me = witness(await stage.enter(stage.subject))
      if (!me.provider.renewToken) throw new Error('no renewToken: name "token" in traits.lacks, and say why')
      await me.provider.renewToken(hook(stage, 'token')(stage.subject))
      await hook(stage, 'expire')(me)
      await me.does.send({ kind: 'chat', text: 'still here' })
      await told([me], 'message', { text: 'still here' })
      expect(me.seen.of('left')).toEqual([])
    },
  },
  {
    title: "what the cloud says is wrong is one of the kit's errors, with the cloud's own code as its cause",
    needs: ['vendorError'],
    async play(stage) {
      const me = witness(await stage.enter(stage.subject))
      const { reason, code } = await hook(stage, 'vendorError')(me)
      const error = await told([me], 'error', { reason })
      expect(JSON.stringify(error.cause)).toContain(JSON.stringify(code))
    },
  },
]
