import { Emitter } from '../../../src/emitter'
import { demand, LiveError } from '../../../src/errors'

describe('the emitter', () => {
  it('tells listeners in their order, those that were there when it began', () => {
    const emitter = new Emitter<{ a: number; b: string }>()
    const heard: string[] = []
    const off = emitter.on('a', (value) => {
      heard.push(`first ${value}`)
      off()
      emitter.on('a', () => heard.push('late'))
    })
    emitter.on('a', (value) => heard.push(`second ${value}`))
    emitter.on('b', (value) => heard.push(value))
    emitter.emit('a', 1)
    expect(heard).toEqual(['first 1', 'second 1'])
    off()
    expect(emitter.size).toBe(3)
    emitter.clear()
    emitter.emit('b', 'nobody')
    expect([emitter.size, heard.length]).toEqual([0, 2])
  })

  it('a listener that throws keeps nothing from the others, and its error surfaces', () => {
    jest.useFakeTimers()
    const emitter = new Emitter<{ a: number }>()
    const heard: number[] = []
    emitter.on('a', () => {
      throw new Error('broken listener')
    })
    emitter.on('a', (value) => heard.push(value))
    emitter.emit('a', 7)
    expect(heard).toEqual([7])
    expect(() => jest.runAllTimers()).toThrow('broken listener')
    jest.useRealTimers()
  })
})

describe('LiveError', () => {
  it('has one stable number a reason, in groups of a thousand, and says what may pass by itself', () => {
    const { table } = LiveError
    const codes = table.map(({ code }) => code)
    expect(new Set(codes).size).toBe(table.length)
    expect([...codes].sort((one, other) => one - other)).toEqual(codes)
    expect(table.find(({ reason }) => reason === 'rate-limited')).toMatchObject({ code: 2107, recoverable: true })
    expect(table.find(({ reason }) => reason === 'kicked')).toMatchObject({ code: 2108, recoverable: false })
  })

  it('keeps what lies below it, what it is about and how long to wait', () => {
    const cause = new Error('socket')
    const error = LiveError.of('busy', 'later', { cause, waitMs: 50, subject: 'url' })
    expect(error).toMatchObject({ name: 'LiveError', reason: 'busy', code: 2106, cause, waitMs: 50, subject: 'url' })
    expect(LiveError.from(error, 'network', 'x')).toBe(error)
    expect(LiveError.from(cause, 'network', 'x')).toMatchObject({ reason: 'network', message: 'x', cause })
    expect(LiveError.of('busy', 'later')).not.toHaveProperty('waitMs')
  })

  it('demand names call, argument and rule, and lets what is right pass', () => {
    expect(demand(1, 'room.kick', 'userId', 'a string')).toBeUndefined()
    expect(() => demand('', 'room.kick', 'userId', 'a string')).toThrow(
      expect.objectContaining({
        reason: 'invalid-argument',
        subject: 'userId',
        message: 'room.kick: userId has to be a string',
      }),
    )
  })
})
