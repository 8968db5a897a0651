import type { Moderation } from '../../../../src/provider/types'
import { told, type Behaviour, type Stage } from '../behaviour'
import { CAST, rejection, type Actor } from '../world'

async function pair({ enter }: Stage) {
  const [ann, bob] = [await enter(CAST.ann), await enter(CAST.bob)]
  return { ann, bob, both: [ann, bob] }
}

function powers({ does: { moderate } }: Actor): Moderation {
  if (!moderate) throw new Error('capabilities say that there is moderation, and there is none')
  return moderate
}

const INIT = { audio: true, video: true, mode: 'RTC' } as const

/** Sits, so that there is a microphone to take. */
async function seat({ ann, bob, both }: Awaited<ReturnType<typeof pair>>): Promise<void> {
  await bob.does.link.request()
  await ann.does.link.accept((await told(both, 'linkRequested', { userId: bob.id })).id)
  await told(both, 'linkStarted', { userId: bob.id })
}

export const moderation: readonly Behaviour[] = [
  {
    title: 'moderation: who is muted is told, may not chat, and may again',
    needs: ['moderate', 'chat', 'people'],
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      await powers(ann).mute(bob.id, true)
      await told(both, 'userUpdated', { id: bob.id, muted: true })
      if (bob.seen) await told([bob], 'rights', { chat: false }, ({ chat }) => !chat)
      expect((await rejection(bob.does.send({ kind: 'chat', text: 'psst' }))).reason).toBe('muted')
      await powers(ann).mute(bob.id, false)
      await told(both, 'userUpdated', { id: bob.id, muted: false })
      await bob.does.send({ kind: 'chat', text: 'thank you' })
      await told(both, 'message', { text: 'thank you', from: bob.id })
    },
  },
  {
    title: 'moderation: who is kicked is out',
    needs: ['moderate', 'people'],
    async play(stage) {
      const { ann, bob } = await pair(stage)
      await powers(ann).kick(bob.id)
      if (ann.seen) await told([ann], 'userLeft', { userId: bob.id })
      if (!bob.provider) return
      await told([bob], 'left', { reason: 'kicked' })
      expect((await rejection(bob.provider.send({ kind: 'chat', text: 'hello?' }))).reason).toBe('invalid-state')
      await ann.does.leave()
      expect(stage.world.held()).toEqual([])
    },
  },
  {
    title: 'moderation: who is banned is out and told so',
    needs: ['ban', 'people'],
    async play(stage) {
      const { ann, bob } = await pair(stage)
      await powers(ann).ban(bob.id, 3600)
      if (ann.seen) await told([ann], 'userLeft', { userId: bob.id })
      if (bob.seen) {
        const { cause } = await told([bob], 'left', { reason: 'banned' })
        expect([cause?.reason, typeof cause?.until]).toEqual(['banned', 'number'])
      }
    },
  },
  {
    title: 'moderation: who is banned stays out until the ban is lifted',
    needs: ['ban', 'people', 'return'],
    async play(stage) {
      const { ann, bob } = await pair(stage)
      await powers(ann).ban(bob.id)
      const { provider, request } = stage.world.fresh(CAST.bob)
      expect((await rejection(provider.join(request))).reason).toBe('banned')
      await powers(ann).unban(bob.id)
      expect((await stage.enter(CAST.bob)).id).toBe(bob.id)
    },
  },
  {
    title: 'moderation: a closed room is over for everybody',
    needs: ['close', 'people'],
    async play(stage) {
      const { ann, both } = await pair(stage)
      await powers(ann).close()
      await told(both, 'left', { reason: 'room-closed' })
      expect(stage.world.held()).toEqual([])
    },
  },
  {
    title: 'moderation: a microphone is taken and given back',
    needs: ['silence', 'link', 'people'],
    async play(stage) {
      const people = await pair(stage)
      const { ann, bob, both } = people
      expect((await rejection(powers(ann).silence(bob.id, true))).reason).toBe('not-linked')
      await seat(people)
      await powers(ann).silence(bob.id, true)
      await told(both, 'userUpdated', { id: bob.id, silenced: true })
      await powers(ann).silence(bob.id, false)
      await told(both, 'userUpdated', { id: bob.id, silenced: false })
    },
  },
  {
    title: 'moderation: everybody is silenced, who begins to publish too, and nobody any more',
    needs: ['silence', 'link', 'people'],
    async play(stage) {
      const people = await pair(stage)
      const { ann, bob, both } = people
      await powers(ann).silenceAll(true)
      await told(both, 'allSilenced', { on: true })
      await seat(people)
      await told(both, 'userUpdated', { id: bob.id, silenced: true })
      await powers(ann).silenceAll(false)
      await told(both, 'allSilenced', { on: false })
      await told(both, 'userUpdated', { id: bob.id, silenced: false })
    },
  },
  {
    title: 'moderation: a role is given, and what goes with it; taken, and its stream ends',
    needs: ['roles', 'publish', 'people'],
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      await powers(ann).setRole(bob.id, 'speaker')
      await told(both, 'userUpdated', { id: bob.id, role: 'speaker' })
      if (!bob.provider) return
      await told([bob], 'rights', { publish: true, link: false }, ({ publish }) => publish)
      const target = await bob.does.publish(INIT)
      await stage.world.push(bob, target)
      await told(both, 'streamAdded', { id: target.streamId, userId: bob.id })
      await powers(ann).setRole(bob.id, 'audience')
      await told(both, 'userUpdated', { id: bob.id, role: 'audience' })
      if (!stage.traits.lacks.demotion)
        await told(both, 'streamRemoved', { streamId: target.streamId, reason: 'demoted' })
      expect((await rejection(bob.provider.publish(INIT))).reason).toBe('forbidden')
    },
  },
  {
    title: 'moderation: the room is handed over',
    needs: ['roles', 'people'],
    async play(stage) {
      const { ann, bob, both } = await pair(stage)
      await powers(ann).transferHost(bob.id)
      await told(both, 'userUpdated', { id: bob.id, role: 'anchor' })
      await told(both, 'userUpdated', { id: ann.id, role: 'speaker' })
      if (bob.seen) await told([bob], 'rights', { host: true, moderate: true }, ({ host }) => host)
      if (ann.seen) await told([ann], 'rights', { host: false, publish: true }, ({ host }) => !host)
    },
  },
  {
    title: 'moderation: who may not, and whom there is not, is refused',
    needs: ['moderate', 'people'],
    async play(stage) {
      const { ann, bob } = await pair(stage)
      for (const call of [powers(bob).mute(ann.id, true), powers(bob).kick(ann.id)])
        expect((await rejection(call)).reason).toBe('forbidden')
      for (const call of [powers(ann).mute('nobody', true), powers(ann).kick('nobody')])
        expect((await rejection(call)).reason).toBe('user-not-found')
    },
  },
]
