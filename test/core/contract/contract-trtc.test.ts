import { ALL_CAPABILITIES } from '../../../src/provider/capabilities'
import { quietConsole } from '../../support/quiet-console'
import { contractSuite } from './suite'
import { trtcGatewayWorld, trtcWorld } from './trtc-world'
import type { Refusal, Traits } from './world'

quietConsole()

const moderation = { moderate: false, ban: false, close: false, silence: false, roles: false }

const refusals: readonly Refusal[] = [
  { what: 'a room id that is none', request: { roomId: 'no spaces' }, reason: 'invalid-argument' },
  { what: 'an empty token', request: { token: '' }, reason: 'invalid-argument' },
  { what: 'a userSig that is none', request: { token: 'x' }, reason: 'token-invalid' },
  { what: "another person's userSig", request: { token: 'eve1' }, reason: 'token-invalid' },
  {
    what: 'a token function that fails',
    request: { token: () => Promise.reject(new Error('backend down')) },
    reason: 'token-invalid',
  },
]

/** With every channel. */
const lacks: Traits['lacks'] = {
  asked: "Addresses of streams come with TRTC's own events: there is nobody to ask.",
  external: 'What is pushed from outside comes as a person of the TRTC room, with a userSig of its own.',
  token: 'A fresh userSig shows with the next start of the pusher only.',
  vendorError: 'While a stay goes on TRTC has no error that is neither a broken connection nor the end.',
}

contractSuite('trtc', trtcWorld, {
  capabilities: { ...ALL_CAPABILITIES, ...moderation },
  refusals,
  lacks: {
    ...lacks,
    history: 'A message channel keeps nothing for newcomers.',
    order: 'Each phone has its own order of messages where two people speak at once.',
    lapse: 'A request waits five seconds at least; what then comes is played in the tests of the mic-link.',
    lose: 'What was said while the channel itself was away is the business of its SDK.',
    expire: 'A userSig is looked at on entering; TRTC ends no stay because it got old.',
  },
})

contractSuite('trtc+gateway', async (options) => (await trtcGatewayWorld(options)).world, {
  capabilities: ALL_CAPABILITIES,
  refusals,
  lacks: {
    ...lacks,
    demotion:
      'TRTC knows no roles: whoever loses one is taken off air by their own phone, and for the others their stream ends.',
  },
  page: 'trtc',
})
