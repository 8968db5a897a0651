import { ALL_CAPABILITIES } from '../../../src/provider/capabilities'
import { ZegoWorld } from '../zego/world'
import { contractSuite } from './suite'

contractSuite('zego', async () => new ZegoWorld(), {
  capabilities: {
    ...ALL_CAPABILITIES,
    moderate: false,
    ban: false,
    close: false,
    silence: false,
    roles: false,
    maxPlayers: 8,
  },
  refusals: [
    { what: 'a room id that is none', request: { roomId: '' }, reason: 'invalid-argument' },
    { what: 'an empty token', request: { token: '' }, reason: 'invalid-argument' },
    { what: 'a token that is none', request: { token: '04strange' }, reason: 'token-invalid' },
    { what: 'an old token', request: { token: '04old' }, reason: 'token-expired' },
    { what: 'a room that is full', request: { token: '04full' }, reason: 'room-full' },
    { what: 'somebody who is banned', request: { token: '04black' }, reason: 'banned' },
    {
      what: 'a token function that fails',
      request: { token: () => Promise.reject(new Error('backend down')) },
      reason: 'token-invalid',
    },
  ],
  lacks: {
    history: 'ZEGO keeps no messages for newcomers.',
    order: 'Everybody sees the messages of one person in order; among several people the order can differ.',
    asked:
      'A fresh address is the next one of the list that the SDK was given; its servers are asked again only when a stream is started anew.',
    cut: "A network that breaks: the SDK says so when it is back or gives up; both are in the provider's own tests.",
    lose: "A network that breaks: the SDK says so when it is back or gives up; both are in the provider's own tests.",
    vendorError: "ZEGO's codes are looked at one by one in the provider's own tests.",
  },
})
