import { ENDPOINTS, interop, kindOf, WEIGHTS, type Endpoint, type Interop } from '../../../src/interop'
import { transcodeOf } from '../../../src/interop/table'

/** The published table as it is printed; rows publish, columns play. */
const PRINTED = `
webrtc        none        H264->MPEG1  Opus->AAC   Opus->AAC   maybe        Opus->AAC
h5-mpeg1      MPEG1->H264 none         MPEG1->H264 MPEG1->H264 MPEG1->H264  MPEG1->H264
mini-program  AAC->Opus   H264->MPEG1  none        none        maybe        none
rtmp          AAC->Opus   H264->MPEG1  none        none        maybe        none
udp           maybe       H264->MPEG1  maybe       maybe       none         maybe
cdn           AAC->Opus   H264->MPEG1  none        none        maybe        none`

const CELLS = PRINTED.trim()
  .split('\n')
  .flatMap((line) => {
    const [from, ...cells] = line.trim().split(/\s+/)
    return cells.map((cell, column) => [from as Endpoint, ENDPOINTS[column]!, cell] as const)
  })

/** The same cell out of an answer. */
function print({ playable, audio, video }: Interop): string {
  if (playable === 'depends') return 'maybe'
  const names: Record<string, string> = { aac: 'AAC', opus: 'Opus', h264: 'H264', mpeg1: 'MPEG1' }
  const change = [audio, video].find((each) => each)
  return change ? `${names[change.from]}->${names[change.to]}` : 'none'
}

describe('interop', () => {
  it('knows all 36 cells', () => {
    expect(CELLS).toHaveLength(36)
    expect(new Set(CELLS.map(([from, to]) => `${from} ${to}`)).size).toBe(36)
  })

  it.each(CELLS)('%s to %s: %s', (from, to, cell) => {
    const answer = interop(from, to)
    expect(print(answer)).toBe(cell)
    expect(answer.playable).toBe(cell === 'none' ? 'direct' : cell === 'maybe' ? 'depends' : 'transcode')
    expect(answer.cost).toBe(/AAC/.test(cell) ? 'audio' : /MPEG/.test(cell) ? 'video' : 'none')
    expect(answer.weight).toBe(WEIGHTS[transcodeOf(from, to) as keyof typeof WEIGHTS] ?? 0)
    expect(answer.urls.length).toBeGreaterThan(0)
  })

  it.each(CELLS.filter(([, , cell]) => cell === 'maybe').map(([from, to]) => [from, to] as const))(
    'the codecs decide %s to %s',
    (from, to) => {
      for (const audio of ['aac', 'opus'] as const) {
        const takes = { webrtc: ['opus'], udp: ['aac', 'opus'] }[to as string] ?? ['aac']
        const answer = interop(from, to, { video: 'h264', audio })
        expect(answer.playable).toBe(takes.includes(audio) ? 'direct' : 'transcode')
        expect(answer.audio).toEqual(takes.includes(audio) ? undefined : { from: audio, to: takes[0] })
        expect(answer.video).toBeUndefined()
      }
      expect(interop(from, to, { video: 'h264' }).playable).toBe('direct')
    },
  )

  it('counts picture and sound together, when a stream is unlike its endpoint', () => {
    expect(interop('udp', 'webrtc', { video: 'mpeg1', audio: 'aac' })).toEqual({
      playable: 'transcode',
      audio: { from: 'aac', to: 'opus' },
      video: { from: 'mpeg1', to: 'h264' },
      cost: 'audio+video',
      weight: WEIGHTS['aac>opus'] + WEIGHTS['mpeg1>h264'],
      urls: ['webrtc'],
    })
    expect(interop('rtmp', 'webrtc', { video: 'h264', audio: 'opus' }).playable).toBe('direct')
  })

  it('names URLs of which live-player plays all, best first', () => {
    expect(interop('webrtc', 'mini-program').urls).toEqual(['flv', 'rtmp'])
    expect(interop('rtmp', 'udp').urls).toEqual([kindOf('srt://h:9000?streamid=a')])
  })

  it.each<[unknown, unknown, unknown, string]>([
    ['phone', 'cdn', undefined, 'from'],
    ['cdn', 'toString', undefined, 'to'],
    ['cdn', undefined, undefined, 'to'],
    ['cdn', 'udp', 'h264', 'codecs'],
    ['cdn', 'udp', null, 'codecs'],
    ['cdn', 'udp', { video: 'av1' }, 'codecs.video'],
    ['cdn', 'udp', { audio: 'mp2' }, 'codecs.audio'],
  ])('refuses %j to %j with %j', (from, to, codecs, subject) => {
    const call = () => interop(from as Endpoint, to as Endpoint, codecs as never)
    expect(call).toThrow(expect.objectContaining({ name: 'LiveError', reason: 'invalid-argument', subject }))
  })
})
