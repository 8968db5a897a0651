/** Each test a launch of its own: what is known is kept in the module. */
async function launch(wx?: object) {
  jest.resetModules()
  const scope = globalThis as { wx?: object }
  if (wx) scope.wx = wx
  else delete scope.wx
  return import('../../../src/media/insertion')
}

afterEach(() => {
  delete (globalThis as { wx?: object }).wx
})

function storage(kept?: unknown) {
  const saved: unknown[] = []
  return { saved, getStorageSync: () => kept, setStorage: ({ data }: { data: unknown }) => saved.push(data) }
}

it('remembers outcomes by tag, and writes each once', async () => {
  const wx = storage()
  const { insertions, noteInsertion } = await launch(wx)
  expect(insertions()).toEqual({})
  noteInsertion('live-player', 'allowed')
  noteInsertion('live-player', 'allowed')
  noteInsertion('live-pusher', 'blocked')
  expect(insertions()).toEqual({ 'live-player': 'allowed', 'live-pusher': 'blocked' })
  expect(wx.saved).toEqual([{ 'live-player': 'allowed' }, { 'live-player': 'allowed', 'live-pusher': 'blocked' }])
})

it('knows what an earlier launch has seen, until it sees otherwise', async () => {
  const wx = storage({ 'live-player': 'blocked' })
  const { insertions, noteInsertion } = await launch(wx)
  expect(insertions()).toEqual({ 'live-player': 'blocked' })
  noteInsertion('live-player', 'allowed')
  expect(wx.saved).toEqual([{ 'live-player': 'allowed' }])
})

it.each([
  ['no wx', undefined],
  ['a wx without storage', {}],
  [
    'a storage that throws',
    {
      getStorageSync() {
        throw new Error('broken')
      },
      setStorage() {
        throw new Error('full')
      },
    },
  ],
  ['a storage that fails', { getStorageSync: () => '', setStorage: ({ fail }: { fail: () => void }) => fail() }],
])('%s: remembers for this launch', async (_, wx) => {
  const { insertions, noteInsertion } = await launch(wx)
  noteInsertion('live-pusher', 'allowed')
  expect(insertions()).toEqual({ 'live-pusher': 'allowed' })
})

describe('what the controllers tell', () => {
  it('any state code proves that a tag was inserted; a refused one is blocked', async () => {
    jest.resetModules()
    const { createPlayerController } = await import('../../../src/media/player-controller')
    const { createPusherController } = await import('../../../src/media/pusher-controller')
    const { insertions } = await import('../../../src/media/insertion')
    const ports = { native: () => undefined, release: async () => undefined, update: async () => undefined }
    const player = createPlayerController({
      ...ports,
      streamId: 's1',
      ask: async () => ({ urls: [] }),
      preset: () => 'live',
      media: () => ({ audio: true, video: true }),
    })
    const pusher = createPusherController({
      ...ports,
      ask: async () => ({ streamId: 's1', url: 'rtmp://a' }),
      mode: () => undefined,
    })
    player.native('netstatus', { info: {} })
    player.native('error', { errMsg: 'something' })
    expect(insertions()).toEqual({})
    player.native('statechange', { code: 2001 })
    pusher.native('error', { errMsg: 'insertLivePusher:fail jsapi has no permission' })
    expect(insertions()).toEqual({ 'live-player': 'allowed', 'live-pusher': 'blocked' })
  })
})
