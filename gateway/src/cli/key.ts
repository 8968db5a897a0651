import { randomKey } from '../auth/keys'
import { command, noWords, text } from './command'

const HELP = `lianmai-gateway key [--kid <id>]

Prints a fresh key, kid:secret. How to put it in the place of another while everything runs: docs/tokens.md, "Rotation".

      --kid <id>            its id, that goes into every token (k and today's date)
`

/** `lianmai-gateway key` */
export const keyCommand = command(HELP, { kid: { type: 'string' } }, (parsed, { nowMs }) => {
  noWords(parsed)
  const today = new Date(nowMs).toISOString().slice(0, 10).replaceAll('-', '')
  const { kid, secret } = randomKey(text(parsed, 'kid') ?? `k${today}`)
  return `${kid}:${secret}`
})
