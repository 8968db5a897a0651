import type { Writable } from 'node:stream'
import { framed } from '../../src/net/framed'

/** The parser of `ws`, which its types leave out. */
const { Receiver } = jest.requireActual<{ Receiver: new (options: { isServer: boolean }) => Writable }>('ws')

/** What a client reads. */
async function read(...frames: Buffer[]): Promise<{ text: string; binary: boolean }[]> {
  const receiver = new Receiver({ isServer: false })
  const messages: { text: string; binary: boolean }[] = []
  receiver.on('message', (data: Buffer, binary: boolean) => messages.push({ text: data.toString(), binary }))
  await new Promise<void>((resolve, reject) => {
    receiver.on('error', reject)
    for (const frame of frames) receiver.write(frame)
    receiver.end(resolve)
  })
  return messages
}

describe('a frame made once for many', () => {
  // Where the header changes its length, on both sides.
  it.each([0, 1, 125, 126, 65_535, 65_536])('of %i bytes is one text message', async (length) => {
    const text = 'x'.repeat(length)
    expect(await read(framed(Buffer.from(text)))).toEqual([{ text, binary: false }])
  })

  it('is the same for everybody, and stands whole between others', async () => {
    const [one, two] = [Buffer.from('连麦'), Buffer.from('two')]
    expect(framed(one)).toBe(framed(one))
    const messages = await read(framed(one), framed(two), framed(one))
    expect(messages.map(({ text }) => text)).toEqual(['连麦', 'two', '连麦'])
  })
})
