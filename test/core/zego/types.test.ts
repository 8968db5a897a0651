import type { ZegoExpressEngine } from 'zego-express-engine-miniprogram'
import type { ZegoEvent } from 'zego-express-engine-miniprogram/sdk/code/zh/ZegoExpressEntity.wechat'
import type { ZegoRTMEvent } from 'zego-express-engine-miniprogram/sdk/code/zh/ZegoExpressEntity.rtm'
import { zego, zegoExtras, type ZegoEngine, type ZegoEvents, type ZegoExtraEngine } from '../../../src/provider/zego'
import { codeOf, leaveReason, zegoError } from '../../../src/provider/zego/errors'
import { userNameOf, userOf } from '../../../src/provider/zego/people'
import { bytesOf, createParts, read, spell, spellAll } from '../../../src/provider/zego/words'
import { Cloud } from './cloud'

/** The package's own types fit ours; a change in either breaks the build here. */
const fits = (engine: ZegoExpressEngine): ZegoEngine & ZegoExtraEngine => engine
type Theirs = Omit<ZegoRTMEvent, keyof ZegoEvent> & ZegoEvent
const hears = <K extends keyof ZegoEvents>(_: K, parameters: Parameters<Theirs[K]>): unknown[] => parameters

describe('zego: codes, names and words', () => {
  it('takes the engine of the package, which the factory checks', () => {
    expect([typeof fits, typeof hears]).toEqual(['function', 'function'])
    expect(() => zego({ engine: {} as ZegoEngine, userId: 'ann' })).toThrow(/engine has to be made by/)
    expect(() => zego({ engine: { loginRoom() {} } as unknown as ZegoEngine, userId: '' })).toThrow(/userId/)
  })

  it.each([
    [1001004, 'forbidden'],
    [1102018, 'token-expired'],
    [1102016, 'token-invalid'],
    [1002050, 'replaced'],
    [1002055, 'kicked'],
    [1002066, 'banned'],
    [1009002, 'too-large'],
    [1109001, 'rate-limited'],
    [4242, 'network'],
  ])('code %d is %s, with itself as the cause', (code, reason) => {
    const error = zegoError('join', { errorCode: code, extendedData: 'words' }, 'network')
    expect([error.reason, codeOf(error.cause)]).toEqual([reason, code])
    expect(error.message).toContain(`words (${code})`)
    expect(error.waitMs).toBe(reason === 'rate-limited' ? 1000 : undefined)
  })

  it('says why a stay is over', () => {
    expect([1002050, 1002055, 1102018, 1002066, 1002053].map(leaveReason)).toEqual([
      ...['replaced', 'kicked', 'token-expired', 'banned', 'refused'],
    ])
  })

  it.each([
    ['Ann', 'anchor', undefined, 'Ann|anchor'],
    ['Bob', 'audience', undefined, 'Bob'],
    ['A|anchor', 'audience', undefined, 'A|anchor|audience'],
    ['Cyd', 'audience', 'https://x.test/c.png', 'Cyd|audience|https://x.test/c.png'],
  ] as const)('%s as %s travels behind the name and comes back', (name, role, avatar, userName) => {
    const me = { name, role, ...(avatar && { avatar }) }
    expect(userNameOf(me)).toBe(userName)
    expect(userOf({ userID: 'x', userName }, 5)).toMatchObject({ id: 'x', ...me, joinedAt: 5 })
    expect(userOf({ userID: 'x', userName }, 5, () => 'admin').role).toBe('admin')
  })

  it('plain text is chat, what is too long is refused, and what has to go goes in parts', () => {
    expect(spell({ m: [{ kind: 'chat', text: 'hello' }] })).toBe('hello')
    expect(read('hello', 'barrage')).toEqual({ m: [{ kind: 'barrage', text: 'hello' }] })
    expect(read('lianmai:no JSON', 'chat')).toEqual({ m: [{ kind: 'chat', text: 'lianmai:no JSON' }] })
    expect(() => spell({ m: [{ kind: 'chat', text: '好'.repeat(342) }] })).toThrow(/1024 bytes at most/)
    const long = { k: { text: '好"'.repeat(900) } }
    const texts = spellAll(long, 'id')
    expect(texts.every((text) => bytesOf(text) <= 1024)).toBe(true)
    const add = createParts()
    const whole = texts.map((text) => add('ann', read(text, 'chat')))
    expect(whole.slice(0, -1).every((part) => part === undefined)).toBe(true)
    expect(whole.at(-1)).toEqual(long)
  })

  it('counts the bytes of every kind of sign', () => {
    for (const text of ['', 'plain', 'é ß Ж', '你好，世界', '👋🏽 “x”', 'a\0\u{10ffff}\uffff\u0800\u07ff\u0080\u007f'])
      expect([text, bytesOf(text)]).toEqual([text, Buffer.byteLength(text)])
  })

  it('parts come in any order, of several people at once, and what is no part stops nothing', () => {
    const [one = '', two = '', ...rest] = spellAll({ k: { text: 'x'.repeat(1500) } }, 'id')
    const add = createParts()
    const part = (from: string, text: string) => add(from, read(text, 'chat'))
    for (const text of [...rest, two]) expect([part('ann', text), part('bob', text)]).toEqual([undefined, undefined])
    expect(add('ann', { p: ['other', 1e9, 2], s: '' })).toBeUndefined()
    expect(part('ann', one)).toBeUndefined()
    expect(part('bob', one)).toEqual({ k: { text: 'x'.repeat(1500) } })
  })

  it('the SDK sees no page and makes no context', async () => {
    const cloud = new Cloud()
    const { sdk } = cloud.phone<ZegoExpressEngine>()
    const before = [...sdk.listened]
    const provider = zego({ engine: sdk.engine, userId: 'ann', clock: cloud.clock.of('provider') })({})
    await provider.join({ roomId: 'r', token: '04good', role: 'anchor' })
    const { url, streamId } = await provider.publish({ audio: true, video: true, mode: 'HD' })
    provider.native({ tag: 'live-pusher', type: 'netstatus', streamId, detail: { info: { videoBitrate: 1 } } })
    expect(url).toMatch(/^rtmp:/)
    expect([sdk.engine.getPusherInstance(), sdk.contexts, sdk.listened]).toEqual([null, [], before])
    await expect(zegoExtras(sdk.engine).relay(streamId, 'http://x')).rejects.toMatchObject({
      reason: 'invalid-argument',
    })
    await provider.leave()
    cloud.close()
  })
})
