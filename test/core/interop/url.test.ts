import fc from 'fast-check'
import { choosePlayUrl, kindOf } from '../../../src/interop'

const RTMP = 'rtmp://live.example.com/live/room-1?sign=a%2Fb&exp=1'
const FLV = 'https://live.example.com/live/room-1.flv?sign=a%2Fb&exp=1'
const HLS = 'https://live.example.com/live/room-1.m3u8?sign=x'
const LONG_RTMP = `rtmp://live.example.com/live/room-1?sign=${'0'.repeat(200)}`

describe('kindOf', () => {
  it.each([
    [RTMP, 'rtmp'],
    ['RTMP://H/app/s', 'rtmp'],
    ['rtmps://h/app/s', 'rtmp'],
    [FLV, 'flv'],
    ['http://h/a.flv', 'flv'],
    ['HTTPS://H/A.FLV?SIGN=1', 'flv'],
    ['https://h/a.flv#t', 'flv'],
    [HLS, 'hls'],
    ['wss://h/a.flv?sign=1', 'ws-flv'],
    ['WSS://h/mpeg1/a', 'mpeg1'],
    ['webrtc://h/app/s', 'webrtc'],
    ['https://h/rtc/v1/whep/?app=live&stream=a.flv', 'webrtc'],
    ['srt://h:10080?streamid=#!::r=live/a', 'srt'],
    ['room://id', 'vendor'],
    ['simulated:alice?name=Alice', 'vendor'],
    ['https://h/watch?url=https://h/a.flv', undefined],
    ['https://h/a.flvx', undefined],
    ['https://h/?next=/whep', undefined],
    ['/live/a.flv', undefined],
    ['', undefined],
  ])('%s is %s', (url, kind) => {
    expect(kindOf(url)).toBe(kind)
  })
})

describe('choosePlayUrl', () => {
  it.each<[string, string[], 'live' | 'RTC', number, string | undefined]>([
    ['FLV for live', [RTMP, FLV], 'live', 0, FLV],
    ['RTMP for RTC', [FLV, RTMP], 'RTC', 0, RTMP],
    ['the same after one failure', [FLV, RTMP], 'RTC', 1, RTMP],
    ['the other after two', [FLV, RTMP], 'RTC', 2, FLV],
    ['the first again after three', [FLV, RTMP], 'RTC', 3, RTMP],
    ["a vendor's own first", [FLV, RTMP, 'room://1'], 'RTC', 0, 'room://1'],
    ['the only one, however often it fails', [HLS, FLV], 'RTC', 7, FLV],
    ['nothing live-player plays', [HLS, 'wss://h/a.flv', 'srt://h', 'webrtc://h/a'], 'live', 0, undefined],
    ['nothing', [], 'live', 5, undefined],
    ['no RTMP of more than 200 characters, which iOS cannot open', [LONG_RTMP, FLV], 'RTC', 0, FLV],
    ['one of them all the same, when the other fails', [LONG_RTMP, FLV], 'RTC', 2, LONG_RTMP],
    ['one of them, when there is nothing else', [LONG_RTMP], 'RTC', 0, LONG_RTMP],
  ])('%s', (_, urls, mode, failures, chosen) => {
    expect(choosePlayUrl(urls, mode, failures)).toBe(chosen)
  })

  it('chooses among what was offered, and has tried all that play after as many failures', () => {
    const url = fc.constantFrom(RTMP, FLV, HLS, LONG_RTMP, 'room://1', 'wss://h/x', 'nonsense', 'http://h/b.flv')
    fc.assert(
      fc.property(fc.array(url), fc.constantFrom('live' as const, 'RTC' as const), (urls, mode) => {
        const playable = urls.filter((each) => ['rtmp', 'flv', 'vendor'].includes(kindOf(each) ?? ''))
        const tried = playable.map((_, index) => choosePlayUrl(urls, mode, index + 1))
        expect(tried.sort()).toEqual(playable.sort())
        expect(choosePlayUrl(urls, mode, 0)).toBe(choosePlayUrl(urls, mode, 1))
      }),
    )
  })
})
