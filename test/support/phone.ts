/** One phone of the preview, as a test's finger and eye. */
import type { Frame, Locator, Page } from 'playwright-core'
import { eventually } from './eventually'

export interface Probe {
  tag: string
  id: string
  state: string
  codes: number[]
  fps: number
  hash: number | undefined
  level: number
  mode: string
}

export class Phone {
  constructor(
    private page: Page,
    /** Counts from 1, as the frame names them. */
    readonly number: number,
  ) {}

  /** Anything in the phone; found anew each time, because reloading a phone replaces its document. */
  find(selector: string): Locator {
    return this.page.frameLocator(`[data-phone="${this.number}"] iframe`).locator(selector)
  }

  /** An element of a kit component, by the class it has in the component's WXML. */
  part(component: string, name: string): Locator {
    return this.find(`.miniprogram_npm_lianmai_components_${component}_index--${name}`)
  }

  /** The phone's document as it is now; undefined while there is none. */
  get frame(): Frame | undefined {
    return this.page.frames().find((one) => one.url().includes(`phone.html?phone=${this.number}&`))
  }

  async reload(): Promise<void> {
    await this.frame?.evaluate(() => location.reload())
  }

  async setNetwork(value: 'online' | 'offline'): Promise<void> {
    await this.frame?.evaluate((next) => {
      const { __phone } = window as unknown as { __phone: { env: { set(name: string, value: string): void } } }
      __phone.env.set('network', next)
    }, value)
  }

  async probes(tag: 'live-pusher' | 'live-player'): Promise<Probe[]> {
    const listed = this.frame?.evaluate((wanted) => {
      interface Listed {
        tag: string
        id: string
        state: string
        mode: string
        codes: number[]
        netStatus?: { videoFPS?: number }
        pictureHash(): number | undefined
        audioLevel(): number
      }
      const media = (window as unknown as { lianmaiMedia?: { list(): Listed[] } }).lianmaiMedia
      return (media?.list() ?? [])
        .filter((probe) => probe.tag === wanted)
        .map((probe) => ({
          tag: probe.tag,
          id: probe.id,
          state: probe.state,
          mode: probe.mode,
          codes: [...probe.codes],
          fps: probe.netStatus?.videoFPS ?? 0,
          hash: probe.pictureHash(),
          level: probe.audioLevel(),
        }))
    }, tag)
    // Between two documents (a reload) nothing is mounted.
    return (
      (await listed?.catch((error: Error) => {
        if (/context was destroyed|detached/.test(error.message)) return []
        throw error
      })) ?? []
    )
  }

  /** Waits until exactly `count` players each show a picture that moves, with frames in netstatus. */
  async expectPlaying(count: number): Promise<void> {
    const players = () => this.probes('live-player')
    const flowing = (list: Probe[]) =>
      list.length === count && list.every(({ fps, hash }) => fps > 0 && hash !== undefined)
    const before = await eventually(`${count} pictures on phone ${this.number}`, players, flowing, 40_000)
    const moved = (list: Probe[]) => flowing(list) && list.every(({ hash }, index) => hash !== before[index]!.hash)
    await eventually(`${count} moving pictures on phone ${this.number}`, players, moved)
  }

  async expectSound(): Promise<void> {
    const loudest = async () => Math.max(0, ...(await this.probes('live-player')).map(({ level }) => level))
    await eventually(`sound on phone ${this.number}`, loudest, (level) => level > 0.001)
  }

  /** Answers the permission prompts of a phone that was never asked. */
  async allow(times: number): Promise<void> {
    for (let i = 0; i < times; i++) await this.find('.mp-modal-confirm').click({ timeout: 20_000 })
  }

  async say(text: string): Promise<void> {
    await this.part('chat-bar', 'input').locator('input').fill(text)
    await this.part('chat-bar', 'send').click()
  }

  async texts(): Promise<string[]> {
    return this.part('chat-bar', 'body').allInnerTexts()
  }
}
