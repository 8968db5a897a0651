// Every component of the kit, in rooms that need no server: what the gallery test opens in both renderers.
const { registerProvider } = require('lianmai')
const { simulated } = require('lianmai/providers/simulated')

const LONG = '很长的名字👩‍👩‍👧'.repeat(20)
const crowd = Array.from({ length: 9 }, (_, index) => ({ name: `Camera ${index + 1}`, role: 'speaker' }))

const chat = [
  { at: 0, do: { kind: 'chat', who: 'Bob', text: '<b>HTML</b> is shown as text' } },
  { at: 0, do: { kind: 'chat', who: LONG, text: 'مرحبا بالجميع 👋' } },
  { at: 0, do: { kind: 'gift', who: 'Bob', gift: { id: 'rose', name: 'Rose', count: 9 } } },
]

registerProvider(
  'anchor',
  simulated({
    people: [{ name: 'Bob' }, { name: 'Carol' }, { name: LONG }],
    script: [
      ...chat,
      { at: 0, do: { kind: 'request', who: 'Bob' } },
      { at: 0, do: { kind: 'request', who: LONG } },
      { at: 10, do: { kind: 'request', who: 'Carol' } },
      { at: 20, do: { kind: 'answer', whom: 'Carol', outcome: 'accepted' } },
    ],
    answer: false,
  }),
)
registerProvider(
  'viewer',
  simulated({ people: [{ name: LONG, role: 'anchor' }, { name: 'Bob' }], script: chat, answer: false }),
)
registerProvider('wall', simulated({ people: crowd, script: [], answer: false }))

App({})
