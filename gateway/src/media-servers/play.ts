/** Where a server's streams play from: the server itself, or the CDN in front of it. */
import { cdnSignature, fill, unsigned, type Sign } from './addresses'
import type { PlayConfig } from './options'
import type { Lease, PlayUrls } from './types'

/** @param own the server's own addresses, which `sign` signs */
export function playAddresses(
  cdn: PlayConfig | undefined,
  own: { rtmp: string; flv?: string },
  sign: Sign,
  now: () => number,
): (name: string, lease: Lease) => PlayUrls {
  const { rtmp, flv = rtmp } = cdn ?? own
  const signature = !cdn ? sign : cdn.sign ? cdnSignature(cdn.sign, now) : unsigned
  return (name, lease) => ({
    rtmp: signature('play', name, fill(rtmp, name), lease),
    flv: signature('play', name, fill(flv, name), lease),
  })
}
