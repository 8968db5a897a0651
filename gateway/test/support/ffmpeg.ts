import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'

const FFMPEG = process.env['FFMPEG'] ?? 'ffmpeg'

const PICTURE = ['-f', 'lavfi', '-i', 'testsrc=size=320x180:rate=15']
const SOUND = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100']
const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '15', '-pix_fmt', 'yuv420p']

/** Publishes a test card and a tone in real time, until it is killed. */
export function publish(url: string, ...output: string[]): ChildProcess {
  const args = ['-v', 'error', '-re', ...PICTURE, '-re', ...SOUND, ...H264, '-c:a', 'aac', '-f', 'flv', ...output, url]
  return spawn(FFMPEG, args, { stdio: 'ignore' })
}

/** Publishes until refused; resolves to the exit code and what it complained about. */
export function publishUntilRefused(url: string): Promise<{ code: number; errors: string }> {
  const args = ['-v', 'error', '-re', ...PICTURE, ...H264, '-f', 'flv', url]
  return new Promise((resolve) => {
    execFile(FFMPEG, args, (error, _stdout, errors) => resolve({ code: Number(error?.code ?? 0), errors }))
  })
}

export interface Decoded {
  video: number
  audio: number
  errors: string
}

/**
 * Decodes a stream for `seconds` of its time, or to its end; counts what came out. Errors are ffmpeg's complaints
 * about what it decoded.
 */
export function decode(url: string, seconds?: number): Promise<Decoded> {
  const limit = seconds === undefined ? [] : ['-t', String(seconds)]
  const args = ['-v', 'error', '-i', url, ...limit, '-f', 'framecrc', 'pipe:1']
  return new Promise((resolve) => {
    execFile(FFMPEG, args, { maxBuffer: 1 << 24 }, (_error, stdout, errors) => {
      const count = (index: number) => stdout.split('\n').filter((line) => line.startsWith(`${index},`)).length
      const kinds = [...stdout.matchAll(/^#media_type (\d): (\w+)/gm)]
      const of = (kind: string) => count(Number(kinds.find((match) => match[2] === kind)?.[1] ?? 9))
      resolve({ video: of('video'), audio: of('audio'), errors })
    })
  })
}
