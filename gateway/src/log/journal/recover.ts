import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import type { Report } from '../../report'
import { JournalFile, type Store } from './file'
import { asideOf } from './names'
import { NextFile } from './next-file'
import { encode, type Chain } from './records'
import { replay, type Replayed } from './replay'
import { header } from './snapshot'

/** Openings that a cursor may be old. */
const CHAINED = 64

export interface Recovered {
  file: JournalFile
  epoch: string
  chain: Chain
  /** What the file said; undefined: the room is new. */
  found: Replayed | undefined
}

/**
 * Every opening has an epoch of its own, chained to those before it: who has no more of them than the file goes on, who has
 * more is told. It is then no question how the gateway ended, and nothing need be forced to the disk to answer it.
 */
function chained({ epoch, chain, head }: Replayed): Chain {
  return [...chain, [epoch, head] as const].slice(-CHAINED)
}

/** Reads a room's file and makes it good to be continued, with a new epoch. Rejects when the disk does. */
export async function recover(room: string, path: string, store: Store, report: Report): Promise<Recovered> {
  const epoch = randomBytes(6).toString('base64url')
  const data = await store.disk.read(path)
  const found = data && replay(room, data)
  if (!found || 'lost' in found) {
    if (found?.rest === 'damaged') await setAside(room, path, store, report)
    else if (data?.length) report('warn', 'journal.torn', { room, bytes: data.length, kept: 0 })
    return { file: new JournalFile(path, store, 0), epoch, chain: [], found: undefined }
  }
  const chain = chained(found)
  if (found.rest === 'damaged') {
    const file = await mend(path, data, { room, epoch, chain, found }, store, report)
    return { file, epoch, chain, found }
  }
  const { good } = found
  if (found.rest === 'torn') report('warn', 'journal.torn', { room, bytes: data.length - good, kept: found.head })
  const file = new JournalFile(path, store, good, data.length)
  await file.append(encode('turn', JSON.stringify({ epoch, chain })))
  return { file, epoch, chain, found }
}

/** Nothing in it can be used; people may still find something. */
async function setAside(room: string, path: string, { disk }: Store, report: Report): Promise<void> {
  const aside = asideOf(path, new Date())
  await disk.rename(path, aside)
  report('error', 'journal.damaged', { room, kept: 0, aside })
}

/** Keeps what comes before the damage; the whole of it stays aside. */
async function mend(
  path: string,
  data: Buffer,
  { room, epoch, chain, found }: { room: string; epoch: string; chain: Chain; found: Replayed },
  store: Store,
  report: Report,
): Promise<JournalFile> {
  const aside = asideOf(path, new Date())
  await store.disk.copy(path, aside)
  const next = new NextFile(path, store)
  await next.write([header(room, epoch, chain, found.stored?.s ?? 0), data.subarray(found.headed, found.good)])
  await next.take()
  report('error', 'journal.damaged', { room, kept: found.head, lost: data.length - found.good, aside })
  if (store.sync) await store.disk.syncFolder(dirname(path))
  return new JournalFile(path, store, next.size)
}
