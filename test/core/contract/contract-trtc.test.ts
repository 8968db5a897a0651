import { ALL_CAPABILITIES } from '../../../src/provider/capabilities'
import { contractSuite } from './suite'
import { trtcWorld } from './trtc-world'

const moderation = { moderate: false, ban: false, close: false, silence: false, roles: false }

contractSuite('trtc', trtcWorld, {
  capabilities: { ...ALL_CAPABILITIES, ...moderation },
  refusals: [
    { what: 'a room id that is none', request: { roomId: 'no spaces' }, reason: 'invalid-argument' },
    { what: 'an empty token', request: { token: '' }, reason: 'invalid-argument' },
    { what: 'a userSig that is none', request: { token: 'x' }, reason: 'token-invalid' },
    { what: "another person's userSig", request: { token: 'sig.eve.1' }, reason: 'token-invalid' },
    {
      what: 'a token function that fails',
      request: { token: () => Promise.reject(new Error('backend down')) },
      reason: 'token-invalid',
    },
  ],
  lacks: {},
})
