// Every component of the kit, in rooms that need no server: what the gallery test opens in both renderers.
const { LiveError, getRoom, registerProvider } = require('lianmai')
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

// Rooms that stand still in one state each, for the page "states".
const quiet = simulated({ people: [{ name: 'Bob', role: 'anchor' }], script: [] })
const joining = (join) => (options) => Object.assign(quiet(options), { join })
const after = (event, payload) => (options) => {
  const provider = quiet(options)
  const join = provider.join.bind(provider)
  return Object.assign(provider, {
    async join(request) {
      // The room has to be in before anything can happen to it.
      setTimeout(() => provider.events.emit(event, payload), 50)
      return join(request)
    },
  })
}
registerProvider(
  'loading',
  joining(() => new Promise(() => undefined)),
)
registerProvider(
  'full',
  joining(() => Promise.reject(LiveError.of('room-full', 'full', { waitMs: 20_000 }))),
)
registerProvider('refused', after('left', { reason: 'refused' }))
for (const reason of ['kicked', 'replaced', 'room-closed', 'token-expired'])
  registerProvider(reason, after('left', { reason }))
const until = new Date().setHours(23, 59)
registerProvider('banned', after('left', { reason: 'banned', cause: LiveError.of('banned', 'out', { until }) }))
registerProvider('reconnecting', after('reconnecting', { attempt: 3 }))
registerProvider('quiet', quiet)

const many = Array.from({ length: 80 }, (_, index) => ({ name: `${LONG.slice(0, index)} ${index}` }))
registerProvider('crowd', simulated({ people: [{ name: 'Bob', role: 'anchor' }, ...many], script: [], answer: false }))
const talk = Array.from({ length: 40 }, (_, at) => ({
  at: at * 20,
  do: { kind: 'chat', who: at % 3 ? 'Bob' : LONG, text: at % 2 ? `Message ${at}` : '弹幕走过一条长长的街 🎉 مرحبا' },
}))
const talking = simulated({ people: [{ name: 'Bob', role: 'anchor' }, { name: LONG }], script: talk, answer: false })
registerProvider('talk', (options) => {
  const provider = talking(options)
  const join = provider.join.bind(provider)
  return Object.assign(provider, {
    async join(request) {
      const snapshot = await join(request)
      // While away something was missed: a line says where.
      setTimeout(() => provider.events.emit('snapshot', snapshot), 770)
      return snapshot
    },
  })
})

App({ getRoom })
