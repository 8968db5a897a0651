import { ALL_CAPABILITIES } from '../../../src/provider/capabilities'
import { forgedToken, gatewayWorld, oldToken, otherToken } from './gateway-world'
import { contractSuite } from './suite'

contractSuite('gateway', gatewayWorld, {
  capabilities: ALL_CAPABILITIES,
  refusals: [
    { what: 'a room id that is none', request: { roomId: 'no spaces' }, reason: 'invalid-argument' },
    { what: 'an empty token', request: { token: '' }, reason: 'invalid-argument' },
    { what: 'a token that is none', request: { token: 'x' }, reason: 'token-invalid' },
    { what: "a stranger's token", request: () => ({ token: forgedToken() }), reason: 'token-invalid' },
    { what: 'an old token', request: () => ({ token: oldToken() }), reason: 'token-expired' },
    { what: "another room's token", request: () => ({ token: otherToken() }), reason: 'forbidden' },
    {
      what: 'a token function that fails',
      request: { token: () => Promise.reject(new Error('backend down')) },
      reason: 'token-invalid',
    },
  ],
  lacks: { vendorError: "The gateway's codes are the kit's own: there is no vendor below them." },
})
