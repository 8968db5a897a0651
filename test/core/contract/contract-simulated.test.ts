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
    external: 'There are people only, no cameras of nobody.',
  },
})
