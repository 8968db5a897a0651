/** What a tile shows, from its stream. Pure, so that it is tested by a table. */
import type { ErrorReason, MediaPhase } from '../../src/index'
import type { StreamView } from '../../store/index'
import { translate } from '../shared/locale'
import type { PlayerTileKey } from './messages'

/** Somebody speaks from this volume on, 0-100. */
export const SPEAKING = 20

/** Whoever has been buffering for so long does not wait for the network: nothing comes, as from a camera that hangs. */
export const FROZEN_MS = 6_000

/**
 * The one thing that lies over the picture: `loading` a spinner, `busy` the same over the last picture, `avatar` when there
 * is no picture to expect, `failed` with a retry button, `paused`, `ended`, or nothing.
 */
export type Cover = 'none' | 'loading' | 'busy' | 'avatar' | 'failed' | 'paused' | 'ended'

const COVERS: Record<MediaPhase, Cover> = {
  idle: 'loading',
  starting: 'loading',
  live: 'none',
  buffering: 'busy',
  retrying: 'busy',
  suspended: 'paused',
  interrupted: 'paused',
  failed: 'failed',
  stopped: 'ended',
}

export function coverOf(view: StreamView | undefined): Cover {
  if (!view) return 'ended'
  const cover = COVERS[view.phase]
  // Whoever sends no picture has an avatar as soon as the sound could be there.
  return !view.video && (cover === 'none' || cover === 'loading') ? 'avatar' : cover
}

const SENTENCES: Partial<Record<MediaPhase, PlayerTileKey>> = {
  idle: 'tile.loading',
  starting: 'tile.loading',
  buffering: 'tile.buffering',
  retrying: 'tile.retrying',
  suspended: 'tile.suspended',
  interrupted: 'tile.interrupted',
  failed: 'tile.failed',
  stopped: 'tile.ended',
}

/**
 * The sentence over the picture; empty when the picture speaks for itself.
 * @param expected the stream may come
 * @param frozen it has been buffering for {@link FROZEN_MS}
 */
export function sentenceOf(view: StreamView | undefined, lang: string, expected = false, frozen = false): string {
  if (!view) return translate(lang, expected ? 'tile.offline' : 'tile.ended')
  if (frozen && view.phase === 'buffering') return translate(lang, 'tile.frozen')
  if (coverOf(view) === 'avatar')
    return translate(lang, view.kind === 'camera' && view.audio ? 'tile.audioOnly' : 'tile.cameraOff')
  if (view.phase === 'failed' && view.failure) return translate(lang, `error.${view.failure as ErrorReason}`)
  const key = SENTENCES[view.phase]
  return key ? translate(lang, key, { attempt: view.attempt }) : ''
}

/** First letter of a name, whole characters even where they take two code units. */
export function initialOf(name: string): string {
  return (Array.from(name.trim())[0] ?? '').toUpperCase()
}

/** One of six avatar colours, always the same for the same person. */
export function toneOf(userId: string): number {
  let sum = 0
  for (const letter of userId) sum = (sum * 31 + letter.charCodeAt(0)) % 997
  return sum % 6
}
