import { CATEGORIES, FEATURES, MIN_BASE_LIBRARY, REMEDIES, SWITCH_STEPS } from '../../../src/preflight'
import type { Feature, PreflightOptions } from '../../../src/preflight'
import { compareVersions } from '../../../src/version'
import { phone, rowOf } from './harness'

afterEach(() => {
  delete (globalThis as { wx?: unknown }).wx
})

const on = (SDKVersion: string, platform = 'ios', version = '8.0.60') =>
  phone({ getAppBaseInfo: () => ({ SDKVersion, version }), getDeviceInfo: () => ({ platform, model: 'X' }) })

describe('version', () => {
  it.each<[string, string, Feature[], string | undefined, Feature[]]>([
    ['3.17.0', 'ios', ['publish', 'mute-on-audio-conflict'], undefined, []],
    ['2.20.1', 'android', ['publish', 'play'], undefined, []],
    ['2.9.4', 'android', ['publish'], 'base-library-old', []],
    ['2.20.0', 'android', ['play'], 'base-library-old', []],
    ['2.31.9', 'ios', ['play', 'casting', 'voice-change'], 'base-library-old', ['casting']],
    ['3.4.9', 'ios', ['hvga', 'skyline'], 'base-library-old', ['hvga']],
    ['3.8.0', 'ohos', ['publish', 'beauty', 'audio-interruption'], 'not-on-platform', ['beauty', 'audio-interruption']],
    ['2.21.0', 'ohos', ['beauty', 'casting'], 'base-library-old', ['beauty', 'casting']],
    ['3.17.0', 'android', ['system-picture-in-picture'], 'not-on-platform', ['system-picture-in-picture']],
  ])('%s on %s for %j: %s', async (library, platform, features, reason, lacking) => {
    const row = await rowOf(on(library, platform), 'version', { features })
    expect(row?.state).toBe(reason ? 'blocked' : 'ok')
    expect(row?.reason).toBe(reason)
    expect(row?.data).toMatchObject({ baseLibrary: library, client: '8.0.60', lacking })
  })

  it('names the newest that the features need together, in the remedy too', async () => {
    const row = await rowOf(on('2.30.0'), 'version', { features: ['publish', 'casting', 'picture-in-picture'] })
    expect(row).toMatchObject({ state: 'blocked', data: { needed: '2.32.0' } })
    expect(row?.remedy).toEqual({
      zh: '请更新微信：需要基础库 2.32.0，当前为 2.30.0',
      en: 'Update WeChat: base library 2.32.0 is needed, this is 2.30.0',
    })
    const least = await rowOf(on('3.0.0'), 'version', { features: ['publish'] })
    expect(least?.data).toMatchObject({ needed: MIN_BASE_LIBRARY })
  })

  it('compares the client too, for what the platform ties to one', async () => {
    const options: PreflightOptions = { features: ['custom-render', 'publish'] }
    const old = await rowOf(on('3.17.0', 'ios', '8.0.9'), 'version', options)
    expect(old).toMatchObject({ state: 'blocked', reason: 'client-old', data: { lacking: ['custom-render'] } })
    expect(old?.remedy?.en).toContain('8.0.31 is needed, this is 8.0.9')
    expect(await rowOf(on('3.17.0', 'ios', '8.0.31'), 'version', options)).toMatchObject({ state: 'ok' })
  })

  it("without today's getters it is older than the minimum", async () => {
    const row = await rowOf(phone({ getAppBaseInfo: undefined }), 'version', { features: ['play'] })
    expect(row).toMatchObject({ state: 'blocked', reason: 'base-library-old', data: { lacking: ['play'] } })
    expect(row?.remedy?.en).toContain(MIN_BASE_LIBRARY)
  })

  it('supports() answers for one feature', () => {
    expect(on('2.24.9').api.supports('picture-in-picture-publish')).toBe(false)
    expect(on('2.25.0').api.supports('picture-in-picture-publish')).toBe(true)
    expect(on('3.17.0', 'ohos').api.supports('beauty')).toBe(false)
    expect(phone({ getDeviceInfo: undefined }).api.supports('play')).toBeUndefined()
    const { api } = on('3.17.0')
    expect(() => api.supports('constructor' as Feature)).toThrow(
      expect.objectContaining({ reason: 'invalid-argument' }),
    )
  })

  it('the table is in order and full of versions', () => {
    const versions = Object.values(FEATURES).map(({ since }) => since)
    expect(versions.every((version) => /^\d+\.\d+\.\d+$/.test(version))).toBe(true)
    expect([...versions].sort(compareVersions)).toEqual(versions)
  })
})

describe('category and switch', () => {
  const seen = (kept: unknown) => phone({ getStorageSync: () => kept })

  it('are unknown until a tag was inserted', async () => {
    const fake = seen('')
    for (const check of ['category', 'switch'] as const)
      expect(await rowOf(fake, check)).toMatchObject({
        state: 'unknown',
        reason: 'not-tried',
        data: { insertions: {} },
      })
  })

  it('are ok once every tag that is needed said something', async () => {
    const player = { 'live-player': 'allowed' }
    expect(await rowOf(seen(player), 'switch')).toMatchObject({ state: 'unknown' })
    expect(await rowOf(seen(player), 'switch', { features: ['play'] })).toMatchObject({ state: 'ok' })
    // Belongs to no tag: both are looked at.
    expect(await rowOf(seen(player), 'switch', { features: ['skyline'] })).toMatchObject({ state: 'unknown' })
  })

  it('are blocked by a refused tag; the remedies quote the 11 categories and the steps', async () => {
    const fake = seen({ 'live-player': 'allowed', 'live-pusher': 'blocked' })
    const category = await rowOf(fake, 'category')
    expect(category).toMatchObject({ state: 'blocked', reason: 'category', data: { categories: CATEGORIES } })
    expect(CATEGORIES).toHaveLength(11)
    for (const { zh, en } of CATEGORIES) {
      expect(category?.remedy?.zh).toContain(zh)
      expect(category?.remedy?.en).toContain(en)
    }
    expect(category?.remedy?.en).toContain('Personal accounts cannot')
    const steps = await rowOf(fake, 'switch')
    expect(steps).toMatchObject({ state: 'blocked', reason: 'switch', data: { steps: SWITCH_STEPS } })
    for (const { zh, en } of SWITCH_STEPS) {
      expect(steps?.remedy?.zh).toContain(zh)
      expect(steps?.remedy?.en).toContain(en)
    }
    expect(await rowOf(fake, 'switch', { features: ['play'] })).toMatchObject({ state: 'ok' })
  })
})

describe('where it runs', () => {
  it.each([
    ['devtools', 'iPhone 15', 'blocked'],
    ['devtools', 'Preview', 'ok'],
    ['android', 'Preview', 'ok'],
    ['windows', 'PC', 'ok'],
  ])('%s %s: %s', async (platform, model, state) => {
    const row = await rowOf(phone({ getDeviceInfo: () => ({ platform, model }) }), 'ide')
    expect(row).toMatchObject({ state, data: { platform } })
    expect(row?.reason).toBe(state === 'blocked' ? 'ide' : undefined)
  })

  it.each([
    ['3.17.0', 'ohos', false, 'ok', undefined],
    ['2.9.0', 'android', false, 'blocked', 'base-library-old'],
    ['2.9.1', 'android', false, 'ok', undefined],
    ['3.17.0', 'android', true, 'blocked', 'renderer-failed'],
  ])('native layer of %s on %s, failed %s: %s', async (library, platform, rendererFailed, state, reason) => {
    const row = await rowOf(on(library, platform), 'native-layer', { rendererFailed })
    expect(row).toMatchObject({ state, data: { baseLibrary: library, platform } })
    expect(row?.reason).toBe(reason)
  })

  it('a single page of Moments cannot go live: by how it was opened, else by how it was launched', async () => {
    const moments = phone({ getEnterOptionsSync: () => ({ scene: 1154 }) })
    expect(await rowOf(moments, 'single-page')).toMatchObject({ state: 'blocked', data: { scene: 1154 } })
    const old = phone({ getEnterOptionsSync: undefined })
    expect(await rowOf(old, 'single-page')).toMatchObject({ state: 'blocked', reason: 'single-page' })
    expect(await rowOf(phone(), 'single-page')).toMatchObject({ state: 'ok', data: { scene: 1001 } })
  })
})

it('every remedy is said in both languages, and no figure is left open', () => {
  for (const { zh, en } of Object.values(REMEDIES)) {
    expect(zh).toMatch(/[\u4e00-\u9fff]/)
    expect(en.length).toBeGreaterThan(10)
    expect(zh.match(/\{\w+\}/g)).toEqual(en.match(/\{\w+\}/g))
  }
})
