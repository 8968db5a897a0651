/**
 * A program that is killed: writes `1`, `2`, … from the number it is given on, and prints `number seq` of what was acknowledged.
 * Bundled and started by the journal's tests as `node journal-writer.js <folder> <number>`.
 */
import { writeSync } from 'node:fs'
import { journalEngine } from '../../src/log/journal'
import { by, Replica, step } from './replica'

const IN_FLIGHT = 16

async function main([dir = '', first = '1']: string[]): Promise<void> {
  const engine = await journalEngine({ dir, ring: 64, rotateBytes: 20_000 })
  const log = await engine.open('room', new Replica())
  let next = Number(first)
  async function write(): Promise<void> {
    for (;;) {
      const n = next++
      const [result] = await log.append({ steps: [step(`${n}`, by(n))], at: n })
      if (typeof result !== 'object') throw new Error(`${n} is ${result}`)
      // At once and in one piece: what was printed was acknowledged, however this ends.
      writeSync(1, `${n} ${result.s}\n`)
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, write))
}

void main(process.argv.slice(2))
