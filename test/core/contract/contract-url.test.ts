import { contractSuite } from './suite'
import { urlWorld } from './url-world'

const ALONE = 'Nobody else is in the room: addresses know no people.'
const NO_TOKEN = 'Tokens are not looked at.'

contractSuite('url', urlWorld, {
  capabilities: {
    ...{ chat: false, barrage: false, like: false, gift: false, command: false },
    ...{ link: false, seats: false, moderate: false, ban: false, close: false, silence: false, roles: false },
    maxPlayers: Infinity,
  },
  refusals: [
    { what: 'an empty room id', request: { roomId: '' }, reason: 'invalid-argument' },
    { what: 'a room id that is no text', request: { roomId: 7 as unknown as string }, reason: 'invalid-argument' },
  ],
  lacks: {
    people: ALONE,
    return: ALONE,
    replace: ALONE,
    order: ALONE,
    history: ALONE,
    lapse: ALONE,
    lose: 'What is known of the streams is all there is: a broken connection loses nothing.',
    token: NO_TOKEN,
    expire: NO_TOKEN,
    vendorError: "There is no vendor; what the app's own function throws is kept as the cause.",
  },
})
