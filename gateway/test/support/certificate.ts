/** Self-signed certificates for localhost, made on the spot: no key lies in the repository, no tool is needed. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))

function name(common: string): Buffer {
  return sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(common)))))
}

/** DNS localhost and IP 127.0.0.1. */
function alternativeNames(): Buffer {
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  return der(0xa3, sequence(sequence(oid('551d11'), der(0x04, names))))
}

const pem = (body: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${body.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`

/** @param common tells certificates apart */
export function selfSigned(common: string): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const time = (text: string): Buffer => der(0x17, Buffer.from(text))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_SHA256,
    name(common),
    sequence(time('200101000000Z'), time('490101000000Z')),
    name(common),
    publicKey.export({ type: 'spki', format: 'der' }),
    alternativeNames(),
  )
  const signature = sign('sha256', body, privateKey)
  const cert = pem(sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature)))
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
}
