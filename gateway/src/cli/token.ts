import { MAX_TOKEN_LIFE, RIGHTS, type Right } from '../auth/claims'
import { issueToken } from '../auth/token'
import { ROLES } from '../room/rights'
import type { Role } from '../wire'
import { command, KEY_HELP, KEY_OPTIONS, need, noWords, seconds, signingKey, text } from './command'

const HELP = `lianmai-gateway token --user <id> --room <id> [options]

Prints a token that lets a person into a room: for tests and for shells. A backend issues its own (docs/tokens.md).

      --user <id>           whom it is for
      --room <id>           room it opens, repeatable; "*" opens all
      --role <role>         ${ROLES.join(', ')} (audience)
      --name <text>         display name; wins over what the app says
      --ttl <seconds>       how long it lives (3600; at most ${MAX_TOKEN_LIFE})
      --may <rights>        of the role's rights these alone: ${RIGHTS.join(', ')}; "" for watching
${KEY_HELP}
`

const OPTIONS = {
  user: { type: 'string' },
  room: { type: 'string', multiple: true },
  role: { type: 'string' },
  name: { type: 'string' },
  ttl: { type: 'string' },
  may: { type: 'string' },
  ...KEY_OPTIONS,
} as const

/** Undefined: all rights of the role. */
function rightsIn(list: string | undefined): Right[] | undefined {
  return list?.split(',').flatMap((right) => (right.trim() === '' ? [] : [right.trim() as Right]))
}

/** `lianmai-gateway token` */
export const tokenCommand = command(HELP, OPTIONS, (parsed, context) => {
  noWords(parsed)
  const rooms = parsed.values['room'] as string[] | undefined
  if (!rooms) throw new TypeError('--room is missing')
  const name = text(parsed, 'name')
  const may = rightsIn(text(parsed, 'may'))
  const claims = {
    sub: need(parsed, 'user'),
    role: (text(parsed, 'role') ?? 'audience') as Role,
    rooms,
    exp: Math.floor(context.nowMs / 1000) + seconds(parsed, 'ttl', 3600),
    ...(name === undefined ? {} : { name }),
    ...(may === undefined ? {} : { may }),
  }
  return issueToken(signingKey(parsed, context), claims, context.nowMs)
})
