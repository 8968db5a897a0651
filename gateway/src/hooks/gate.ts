/** Whose hooks are heard: an address on the list, and the secret of its server. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** In constant time, whatever the lengths are. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(hash(given), hash(expected))
}

/** ::ffff:10.0.0.1 -> 10.0.0.1 */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** @param entries addresses, and networks like 10.0.0.0/8 @throws TypeError on one that is neither */
export function allowList(entries: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const width = isIP(address) === 6 ? 128 : 32
    const good = isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))
    if (!good) throw new TypeError(`allow: "${entry}" must be an address or a network, like 10.0.0.5 or 10.0.0.0/8`)
    list.addSubnet(address, bits === undefined ? width : Number(bits), family(address))
  }
  return (address) =>
    address !== undefined && isIP(plain(address)) !== 0 && list.check(plain(address), family(plain(address)))
}
