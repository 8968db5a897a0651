import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'

/** The demo with its people and cameras, and what a test may do to them. */
export interface Stage {
  url: string
  /** A camera of the wall is connected, hangs, or is gone. */
  camera(id: string, state: 'live' | 'frozen' | 'offline'): Promise<void>
  /** Somebody of the cast goes, with their picture. */
  leave(person: string, room: string): Promise<void>
  say(person: string, room: string, text: string): Promise<void>
  /** The HTTP-FLV address of a stream (`room/id`) that is live. */
  address(stream: string): Promise<string>
  /** The gateway goes, and comes back at the same address with nothing left of its rooms. */
  restart(): Promise<void>
  close(): Promise<void>
}

interface Answer {
  id?: number
  error?: string
  value?: string
  ready?: string
}

/** The first message that fits; rejects when the process ends before. */
function message(child: ChildProcess, fits: (answer: Answer) => boolean): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', look)
      child.off('exit', ended)
      act()
    }
    const look = (answer: Answer) => fits(answer) && settle(() => resolve(answer))
    const ended = (code: number | null) => settle(() => reject(new Error(`the stage ended with ${code}`)))
    child.on('message', look)
    child.on('exit', ended)
  })
}

/** @param table how many sit in the meeting */
export async function startStage(table: number): Promise<Stage> {
  const file = path.join(__dirname, 'stage.mjs')
  const child = fork(file, [JSON.stringify({ table, language: 'en' })], { cwd: path.resolve(__dirname, '../..') })
  const { ready } = await message(child, (answer) => answer.ready !== undefined)
  let last = 0
  const act = async (name: string, ...args: string[]) => {
    const id = ++last
    const answered = message(child, (answer) => answer.id === id)
    child.send({ id, act: name, args })
    const { error, value = '' } = await answered
    if (error) throw new Error(error)
    return value
  }
  const done = async (name: string, ...args: string[]) => void (await act(name, ...args))
  return {
    url: ready!,
    camera: (id, state) => done('camera', id, state),
    leave: (person, room) => done('leave', person, room),
    say: (person, room, text) => done('say', person, room, text),
    address: (stream) => act('address', stream),
    restart: () => done('restart'),
    close: () => done('close'),
  }
}
