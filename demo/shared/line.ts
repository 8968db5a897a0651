import { getRoom } from 'lianmai'

/**
 * A call is a mic-link with a bell. Somebody who can be called waits in a room of their own (their line) as audience; whoever calls
 * enters it as anchor and invites them. The server keeps the time, the answer and the end, so both sides always agree.
 */
export type CallPhase = 'idle' | 'calling' | 'ringing' | 'talking'

/** A key of the texts. */
export type CallOutcome =
  '' | `outcome${'Ended' | 'Refused' | 'Expired' | 'Cancelled' | 'Absent' | 'Busy' | 'Missed' | 'Unable'}`

export interface CallChange {
  phase: CallPhase
  outcome?: CallOutcome
  /** The words of who declined. */
  words?: string
  /** Of the invitation. */
  media?: 'video' | 'audio'
  /** Who calls, on the called side. */
  peer?: string
}

const RING_MS = 30_000

const OUTCOMES = { refused: 'outcomeRefused', expired: 'outcomeExpired', cancelled: 'outcomeCancelled' } as const

/** Tells how the call on this line goes. @param callee whose line it is @returns undo */
export function follow(callee: string, tell: (change: CallChange) => void): () => void {
  const { events, users, session } = getRoom().room!
  const called = session.snapshot.me?.id === callee
  const offs = [
    events.on('linkRequested', ({ from, userId, media }) => {
      if (from !== 'anchor' || userId !== callee) return
      const peer = users.snapshot.find(({ role }) => role === 'anchor')?.name
      tell(called ? { phase: 'ringing', media, ...(peer && { peer }) } : { phase: 'calling', media })
    }),
    events.on('linkSettled', ({ userId, outcome, message = '' }) => {
      if (userId !== callee || outcome === 'accepted') return
      const said = outcome in OUTCOMES ? OUTCOMES[outcome as keyof typeof OUTCOMES] : 'outcomeAbsent'
      const mine = outcome === 'refused' ? 'outcomeEnded' : 'outcomeMissed'
      tell({ phase: 'idle', outcome: called ? mine : said, words: called ? '' : message })
    }),
    events.on('linkStarted', ({ userId }) => userId === callee && tell({ phase: 'talking' })),
    events.on('linkEnded', ({ userId }) => userId === callee && tell({ phase: 'idle', outcome: 'outcomeEnded' })),
  ]
  return () => offs.forEach((off) => off())
}

/** Rings, once the caller is in the line. @returns why not, or the empty string */
export async function ring(callee: string, media: 'video' | 'audio'): Promise<CallOutcome> {
  const { capabilities, link, pusher, room } = getRoom()
  if (!capabilities.link) return 'outcomeUnable'
  if (!room!.users.get(callee)) return 'outcomeAbsent'
  try {
    await pusher.setCamera(media === 'video')
    await link.invite(callee, { media, expiresIn: RING_MS })
    return ''
  } catch {
    // Linked or rung already; the error itself is in the store's lastError.
    return 'outcomeBusy'
  }
}

/** Ends whatever there is: the ringing or the call. */
export async function hangUp(callee: string): Promise<void> {
  const { link, me } = getRoom()
  const called = me?.id === callee
  if (link.seats.some(({ userId }) => userId === callee)) await link.end(called ? undefined : callee)
  else if (called) await link.refuse()
  else await link.cancel(link.requests.find(({ from, userId }) => from === 'anchor' && userId === callee)?.id)
}

/** Takes the call; by voice the camera stays off. */
export async function answer(media: 'video' | 'audio'): Promise<void> {
  const { link, pusher } = getRoom()
  await pusher.setCamera(media === 'video')
  await link.accept()
}
