/** Bad input of what makes rooms and providers. */
import { createRoom, registerProvider, resolveProvider } from '../../../src/index'
import { FakeProvider } from '../../support/fake-provider'

const REQUEST = { roomId: 'r1', token: 't' }

describe('createRoom', () => {
  it.each([
    [null, 'roomOptions'],
    ['x', 'roomOptions'],
    [{ provider: 7 }, 'provider'],
    [{ provider: '' }, 'provider'],
    [{ provider: { leave() {} } }, 'provider'],
    [{ url: 7 }, 'url'],
    [{ maxMessages: 0 }, 'maxMessages'],
    [{ maxMessages: '200' }, 'maxMessages'],
    [{ scene: 'RTC' }, 'scene'],
  ])('%j is refused by name', (options, subject) => {
    expect(() => createRoom(options as never)).toThrow(
      expect.objectContaining({ reason: 'invalid-argument', subject, message: expect.stringMatching(/^createRoom: /) }),
    )
  })

  it('takes a name that is registered later', async () => {
    const room = createRoom({ provider: 'later' })
    await expect(room.join(REQUEST)).rejects.toMatchObject({ reason: 'unknown-provider', subject: 'provider' })
    const provider = new FakeProvider()
    registerProvider('later', () => provider)
    await room.join(REQUEST)
    expect(provider.called).toEqual(['join'])
  })
})

describe('registerProvider and resolveProvider', () => {
  it.each([
    ['', () => new FakeProvider(), 'name'],
    [undefined, () => new FakeProvider(), 'name'],
    [7, () => new FakeProvider(), 'name'],
    ['x', undefined, 'factory'],
    ['x', new FakeProvider(), 'factory'],
  ])('(%p, %p) names its %s', (name, factory, subject) => {
    expect(() => registerProvider(name as never, factory as never)).toThrow(
      expect.objectContaining({
        reason: 'invalid-argument',
        subject,
        message: expect.stringMatching(/^registerProvider: /),
      }),
    )
  })

  it('an unknown name lists the known ones', () => {
    expect(() => resolveProvider('nobody', {})).toThrow(/"nobody" is not registered \(known: gateway.*registerProvider/)
  })
})
