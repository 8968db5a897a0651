import { ALL_CAPABILITIES } from '../../../src/provider/capabilities'
import { simulatedWorld } from './simulated-world'
import { contractSuite } from './suite'

contractSuite('simulated', simulatedWorld, {
  capabilities: ALL_CAPABILITIES,
  sides: ['ann', 'bob'],
  refusals: [],
  lacks: {
    asked: 'Addresses are made on the spot: there is nobody to ask and nothing to cache.',
    history: 'The room begins when I come: nothing was said before.',
    token: 'Tokens are not looked at.',
    expire: 'Tokens are not looked at.',
    return: 'A room lives as long as I am in it: there is none to come back to.',
    lose: 'A broken connection loses nothing.',
    replace: 'There is no other phone that I could come in with.',
    vendorError: 'There is no cloud that could fail.',
    external: 'There are people only, no cameras of nobody.',
  },
})
