/** What built-in tags need of the running mini-program; set once when it starts. */
import type { BuiltinHost } from './types'

export interface Services {
  /** `open-type="share"`. */
  share(host: BuiltinHost): void
  openSetting(): Promise<Record<string, boolean>>
  /** `<navigator>`. */
  navigate(openType: string, url: string, delta: number): void
  /** Address of an image or media file named in WXML. */
  asset(source: string, host: BuiltinHost): string
  /** The on-screen keyboard of the phone; 0 hides it. */
  keyboard(height: number): void
  /** A sentence to the person at the phone, e.g. why a button does nothing here. */
  say(message: string): void
  /** Puts a node over the phone's screen, where its sheets are; returns the function that takes it away. */
  overlay(node: HTMLElement): () => void
}

let current: Services | undefined

export function provideServices(services: Services): void {
  current = services
}

export function services(): Services {
  if (current === undefined) throw new Error('No mini-program is running')
  return current
}
