/** Addresses with signatures: templates with `{name}` in them, and who signs. */
import { sign, type UrlScheme } from '../auth/sign-url'
import type { MediaAction, UrlSigner } from '../auth/media-url'
import type { Lease } from './types'

/** Puts a signature on an address. */
export type Sign = (action: MediaAction, name: string, url: string, lease: Lease) => string

/** Ours: checked by our relay, and by us when a server's hook asks. */
export function ownSignature(signer: UrlSigner): Sign {
  return (action, name, url, { expiresAt, turn }) => `${url}?${signer.sign(action, name, expiresAt, turn)}`
}

export interface CdnSigning {
  scheme: Exclude<UrlScheme, 'lianmai'>
  key: string
  /** Seconds that the CDN adds by itself. Default 0. */
  validity?: number | undefined
}

/** A CDN's: checked by its edge, so that it is all the right there is until it expires. */
export function cdnSignature({ scheme, key, validity }: CdnSigning, now: () => number): Sign {
  return (action, _name, url, { expiresAt }) =>
    sign(url, scheme, key, Math.floor(expiresAt / 1000), { action, validity, nowMs: now() })
}

export const unsigned: Sign = (_action, _name, url) => url

/** `rtmp://host/live/{name}` -> `rtmp://host/live/<name>` */
export function fill(template: string, name: string): string {
  return template.replace('{name}', name)
}
