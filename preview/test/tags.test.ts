import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { appLog, launchBrowser, openPhone, startPreview, type Running } from './support/preview'

jest.setTimeout(120_000)

let browser: Browser
let preview: Running
let page: Page

beforeAll(async () => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'tags-')))
  await cp(path.join(__dirname, 'fixture-tags'), folder, { recursive: true })
  await mkdir(path.join(folder, 'media'), { recursive: true })
  const clip = ['-f', 'lavfi', '-i', 'testsrc=size=160x90:rate=10:duration=2', '-c:v', 'libvpx', '-loglevel', 'error']
  execFileSync('/usr/bin/ffmpeg', [...clip, path.join(folder, 'media/clip.webm')])
  ;[browser, preview] = await Promise.all([
    launchBrowser(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']),
    startPreview(folder),
  ])
  page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await openPhone(page, preview.url, 'pages/form/index')
  // Thirty times the wait a slow machine needs: a test that waits for nothing fails before the others starve.
  page.setDefaultTimeout(8_000)
})

afterAll(async () => {
  await browser.close()
  await preview.stop()
})

/** Opens a page of the fixture alone, with an empty log. */
async function open(name: string): Promise<void> {
  await page.evaluate(() => void getApp().globalData.log.splice(0))
  await page.evaluate((url) => (wx['reLaunch'] as (options: object) => void)({ url }), `/pages/${name}/index`)
  await page.locator('.mp-page:not([hidden]) wx-page').waitFor()
}

/** Ids of WXML are prefixed with the path of their page; `suffix` goes on in CSS. */
const at = (id: string, suffix = ''): Locator =>
  page.locator(`.mp-page:not([hidden]) :is(#${id}, [id$="--${id}"])${suffix}`)

/** What an element of the page has raised, as `type detail`. */
async function raised(id: string): Promise<string[]> {
  const log = await appLog(page)
  return log.filter((entry) => entry.startsWith(`${id} `)).map((entry) => entry.slice(id.length + 1))
}

/** Waits until an element has raised an event that starts so; gives its detail. */
async function detail(id: string, type: string): Promise<unknown> {
  const start = `${id} ${type} `
  await page.waitForFunction((prefix) => getApp().globalData.log.some((entry) => entry.startsWith(prefix)), start)
  return JSON.parse((await raised(id)).findLast((entry) => entry.startsWith(`${type} `))!.slice(type.length + 1))
}

const setData = (data: object) =>
  page.evaluate((changes) => {
    const [top] = (globalThis as unknown as { getCurrentPages(): { setData(data: object): void }[] }).getCurrentPages()
    top!.setData(changes)
  }, data)

async function drag(target: Locator, dx: number, dy: number): Promise<void> {
  const box = (await target.boundingBox())!
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 3 })
  await page.mouse.move(x + dx, y + dy, { steps: 3 })
  await page.mouse.up()
}

describe('form', () => {
  beforeAll(() => open('form'))

  it('collects what it shows, by name, and components that take part', async () => {
    await at('name').locator('input').fill('Ann')
    await at('age').locator('input').pressSequentially('4x2')
    await at('text').locator('textarea').fill('two\nlines')
    await at('apple-label').locator('wx-text').click()
    await at('large').click()
    await at('far-label').click()
    await at('level').locator('input').fill('55')
    await at('send').click()
    expect(await detail('form', 'submit')).toMatchObject({
      value: {
        name: 'Ann',
        age: '42',
        text: 'two\nlines',
        fruit: ['apple', 'pear'],
        size: 'large',
        on: true,
        level: 55,
        own: { deep: 1 },
        city: 'Xi’an',
        fast: true,
      },
      formId: '',
    })
  })

  it('is submitted by a button inside a component, once', async () => {
    const before = (await raised('form')).length
    await page.locator('wx-button[class*="inner-send"]').click()
    expect((await raised('form')).slice(before)).toHaveLength(1)
  })

  it('says what changed in the words of the platform', async () => {
    expect(await raised('name')).toContain('input {"value":"Ann","cursor":3,"keyCode":0}')
    expect(await raised('fruit')).toEqual(['change {"value":["apple","pear"]}'])
    expect(await raised('size')).toEqual(['change {"value":"large"}'])
    expect(await raised('on')).toEqual(['change {"value":true}'])
    expect((await raised('level')).slice(-2)).toEqual(['changing {"value":55}', 'change {"value":55}'])
    expect((await raised('text')).at(-1)).toMatch(/^linechange \{"height":\d+,"heightRpx":\d+,"lineCount":2/)
    expect(await raised('send')).toHaveLength(1)
  })

  it('keeps to maxlength, disabled and the chosen radio', async () => {
    await at('name').locator('input').fill('')
    await at('name').locator('input').pressSequentially('abcdefgh')
    expect(await at('name').locator('input').inputValue()).toBe('abcde')
    await at('gone').click({ force: true })
    await at('large').click()
    expect(await raised('fruit')).toHaveLength(1)
    expect(await raised('size')).toHaveLength(1)
  })

  it('empties everything on reset', async () => {
    await at('clear').click()
    await at('send').click()
    const { value } = (await detail('form', 'submit')) as { value: Record<string, unknown> }
    expect(value).toEqual({
      ...{ name: '', age: '', text: '', fruit: [], size: '', on: false, level: 0, own: '', city: '', fast: false },
    })
    expect(await raised('form')).toContain('reset {}')
  })

  it('shows the placeholder in the class of the page, and hides it while there is text', async () => {
    const placeholder = at('name').locator('.wx-placeholder')
    expect(await placeholder.evaluate((node) => getComputedStyle(node).color)).toBe('rgb(255, 0, 0)')
    await at('name').locator('input').fill('x')
    expect(await placeholder.isVisible()).toBe(false)
  })

  it('refuses what needs an account, and says so', async () => {
    await at('phone').click()
    expect(await detail('phone', 'getphonenumber')).toEqual({ errMsg: 'getPhoneNumber:fail no permission' })
    await page.getByRole('status').getByText('no account with a phone number').waitFor()
    expect(await detail('bar', 'activeend')).toEqual({ curPercent: 20 })
  })
})

describe('picker', () => {
  beforeAll(() => open('pickers'))
  const ok = () => page.getByRole('button', { name: 'OK' }).click()
  const choose = (name: string, column = 0) =>
    page.getByRole('listbox').nth(column).getByRole('option', { name, exact: true }).click()
  /** The option in the frame of a column. */
  const selected = (name: string, column = 0) =>
    page.getByRole('listbox').nth(column).getByRole('option', { name, exact: true, selected: true }).waitFor()

  it('opens at its value and gives the index as text', async () => {
    await at('one').click()
    await selected('Bob')
    await choose('Cy')
    await selected('Cy')
    await ok()
    expect(await raised('one')).toEqual(['change {"value":"2"}'])
  })

  it('is cancelled without a change', async () => {
    await at('one').click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect((await raised('one')).at(-1)).toBe('cancel {}')
  })

  it('tells each column as it turns, and takes the columns the page answers with', async () => {
    await at('two').click()
    await selected('Pike', 1)
    await choose('Bird')
    await selected('Wren', 1)
    await choose('Tern', 1)
    await selected('Tern', 1)
    await ok()
    expect(await raised('two')).toEqual([
      'columnchange {"column":0,"value":1}',
      'columnchange {"column":1,"value":1}',
      'change {"value":[1,1]}',
    ])
  })

  it('keeps dates and times within their bounds', async () => {
    await at('month').click()
    await selected('11月', 1)
    await choose('2025年')
    await page.getByRole('option', { name: '12月', exact: true }).waitFor()
    expect(await page.getByRole('option', { name: '2月', exact: true }).count()).toBe(0)
    await ok()
    expect(await detail('month', 'change')).toEqual({ value: '2025-11' })
    await at('time').click()
    await page.keyboard.press('ArrowUp')
    await ok()
    expect(await detail('time', 'change')).toEqual({ value: '09:30' })
  })

  it('gives names and codes of a place', async () => {
    await at('place').click()
    await selected('南山区', 2)
    await choose('福田区', 2)
    await selected('福田区', 2)
    await ok()
    expect(await detail('place', 'change')).toEqual({
      value: ['广东省', '深圳市', '福田区'],
      code: ['440000', '440300', '440304'],
      postcode: '',
    })
  })

  it('turns inside the page', async () => {
    await page.locator('.hour-3').click()
    expect(await detail('wheels', 'pickend')).toEqual({})
    expect(await raised('wheels')).toEqual(['pickstart {}', 'change {"value":[3,0]}', 'pickend {}'])
  })
})

describe('movable', () => {
  beforeAll(() => open('moving'))

  it('follows the pointer and stays inside', async () => {
    await drag(at('ball'), 50, 30)
    expect(await detail('ball', 'change')).toEqual({ x: 60, y: 50, source: 'touch' })
    await drag(at('ball'), 400, -400)
    expect(await detail('ball', 'change')).toEqual({ x: 240, y: 0, source: 'touch' })
    expect(await raised('ball')).toContain('htouchmove {}')
  })

  it('comes back from outside, along its direction', async () => {
    await drag(at('soft'), -100, 50)
    expect(await detail('soft', 'change')).toMatchObject({ y: 100 })
    await page.waitForFunction(
      () => getApp().globalData.log.at(-1) === 'soft change {"x":0,"y":100,"source":"out-of-bounds"}',
    )
    expect((await raised('soft')).some((entry) => entry.includes('touch-out-of-bounds'))).toBe(true)
  })

  it('moves where the page says', async () => {
    await setData({ x: 100 })
    await page.waitForFunction(() => getApp().globalData.log.at(-1) === 'ball change {"x":100,"y":20,"source":""}')
    expect(await at('ball').evaluate((node) => node.style.transform)).toContain('translate(100px, 20px)')
  })
})

describe('swiper', () => {
  it('goes round by a swipe, and back by data', async () => {
    await drag(at('swiper'), 150, 0)
    expect(await detail('swiper', 'animationfinish')).toEqual({ current: 2, currentItemId: 'p3', source: 'touch' })
    expect(await raised('swiper')).toEqual([
      'change {"current":2,"currentItemId":"p3","source":"touch"}',
      'animationfinish {"current":2,"currentItemId":"p3","source":"touch"}',
    ])
    await setData({ current: 1 })
    await page.waitForFunction(() => getApp().globalData.log.at(-1)?.startsWith('swiper animationfinish'))
    expect((await raised('swiper')).at(-1)).toBe('animationfinish {"current":1,"currentItemId":"p2","source":""}')
    const left = await page.locator('.page-2').evaluate((node) => node.getBoundingClientRect().left)
    expect(left).toBe(await at('swiper').evaluate((node) => node.getBoundingClientRect().left))
  })

  it('shows several items between its margins', async () => {
    const rects = await at('pairs').evaluate((node) => {
      const top = node.getBoundingClientRect().top
      return [...node.querySelectorAll('wx-swiper-item')].map((item) => {
        const rect = item.getBoundingClientRect()
        return [rect.top - top, rect.height]
      })
    })
    // The second of three is asked for by its id, and two stand side by side in 100 - 10 - 20 px.
    expect(rects).toEqual([
      [-25, 35],
      [10, 35],
      [45, 35],
    ])
  })
})

describe('scroll-view', () => {
  it('reports its ends once, and finds a child', async () => {
    await setData({ into: 'row19' })
    expect(await detail('list', 'scrolltolower')).toEqual({ direction: 'bottom' })
    await setData({ into: 'row0' })
    expect(await detail('list', 'scrolltoupper')).toEqual({ direction: 'top' })
  })

  it('refreshes when it is pulled far enough, until the page says so', async () => {
    await drag(at('list'), 0, 60)
    expect(await detail('list', 'refresherabort')).toEqual({ dy: 30 })
    await drag(at('list'), 0, 120)
    expect(await detail('list', 'refresherrefresh')).toEqual({ dy: 45 })
    await setData({ refreshing: false })
    expect(await detail('list', 'refresherrestore')).toEqual({ dy: 0 })
  })
})

describe('views', () => {
  it('shows the hover class while pressed, and as long afterwards as it should', async () => {
    const box = (await at('view').boundingBox())!
    await page.mouse.move(box.x + 20, box.y + 20)
    await page.mouse.down()
    await at('view', '.pressed').waitFor()
    await page.mouse.up()
    expect(await at('view').getAttribute('class')).toContain('pressed')
    await at('view', ':not(.pressed)').waitFor()
  })

  it('matches the size of the page', async () => {
    expect([await at('narrow').isVisible(), await at('wide').isVisible()]).toEqual([true, false])
  })

  it('opens a page container, and closes it by its shade', async () => {
    await setData({ open: true })
    await detail('sheet', 'afterenter')
    await page.mouse.click(195, 200)
    await detail('sheet', 'afterleave')
    expect(await raised('sheet')).toEqual(['afterenter {}', 'clickoverlay {}', 'afterleave {}'])
  })
})

describe('drawing', () => {
  beforeAll(() => open('drawing'))

  it('hands out a canvas that draws images of the package', async () => {
    const pixels = await page.evaluate(async () => {
      interface Query {
        select(selector: string): { fields(fields: object): Query }
        exec(done: (results: { node: HTMLCanvasElement & { createImage(): HTMLImageElement } }[]) => void): void
      }
      const query = (wx['createSelectorQuery'] as () => Query)()
      const { node } = await new Promise<{ node: HTMLCanvasElement & { createImage(): HTMLImageElement } }>((resolve) =>
        query
          .select('#canvas')
          .fields({ node: true, size: true })
          .exec(([result]) => resolve(result!)),
      )
      const context = node.getContext('2d')!
      context.fillStyle = '#00ff00'
      context.fillRect(0, 0, 10, 10)
      const image = node.createImage()
      await new Promise((resolve) => {
        image.onload = resolve
        image.src = '/media/half.svg'
      })
      context.drawImage(image, 50, 50)
      const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data]
      return { size: [node.width, node.height], drawn: [at(5, 5), at(60, 60), at(120, 60)], url: node.toDataURL() }
    })
    expect(pixels.size).toEqual([300, 150])
    expect(pixels.drawn).toEqual([
      [0, 255, 0, 255],
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ])
    expect(pixels.url).toMatch(/^data:image\/png;base64,/)
  })

  it('fits images in all 14 modes', async () => {
    await detail('image-13', 'load')
    const looks = await page.locator('.picture').evaluateAll((nodes) =>
      nodes.map((node) => {
        const { objectFit, objectPosition } = getComputedStyle(node.firstElementChild!)
        return `${objectFit} ${objectPosition} ${node.clientWidth}x${node.clientHeight}`
      }),
    )
    expect(looks).toEqual([
      'fill 50% 50% 60x60',
      'contain 50% 50% 60x60',
      'cover 50% 50% 60x60',
      'fill 50% 50% 60x30',
      'fill 50% 50% 120x60',
      'none 50% 0% 60x60',
      'none 50% 100% 60x60',
      'none 50% 50% 60x60',
      'none 0% 50% 60x60',
      'none 100% 50% 60x60',
      'none 0% 0% 60x60',
      'none 100% 0% 60x60',
      'none 0% 100% 60x60',
      'none 100% 100% 60x60',
    ])
    expect(await raised('image-0')).toEqual(['load {"height":50,"width":100}'])
    expect(await detail('missing', 'error')).toEqual({ errMsg: expect.stringContaining('/media/none.png') })
  })

  it('converts blanks and entities of text', async () => {
    expect(await at('plain').textContent()).toBe('a\u2002\u2002b\u2002<\u2002c')
    await setData({ words: '&amp; more' })
    expect(await at('plain').textContent()).toBe('&\u2002more')
  })

  it('lets only trusted tags into rich text', async () => {
    expect(await at('rich').innerHTML()).toBe(
      '<div class="rich pages_drawing_index--rich" style="color: red;">x&nbsp;&nbsp;y<b>bold</b></div>',
    )
    expect(await at('nodes').innerHTML()).toBe('<p class="para pages_drawing_index--para">A &amp; B</p>')
  })
})

describe('page-meta', () => {
  it('scrolls the page and sets its rem, for this page alone', async () => {
    const rem = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)
    expect(await rem()).toBe('20px')
    await setData({ top: '50px' })
    await detail('meta', 'scrolldone')
    expect(await detail('meta', 'scroll')).toEqual({ scrollTop: 50 })
    await open('media')
    expect(await rem()).toBe('16px')
  })
})

describe('media', () => {
  beforeAll(() => open('media'))

  it('plays a video by its context, with the events of the platform', async () => {
    await setData({ src: '/media/clip.webm' })
    expect(await detail('video', 'loadedmetadata')).toMatchObject({ width: 160, height: 90 })
    await at('video').getByRole('button', { name: 'Play' }).last().click()
    await detail('video', 'play')
    await at('video').getByRole('button', { name: 'Full screen' }).click()
    expect(await detail('video', 'fullscreenchange')).toEqual({ fullScreen: true, direction: 'horizontal' })
    await page.evaluate(() => {
      const found = window.__phone!.findAll('video')[0] as HTMLElement
      found.querySelector<HTMLElement>('.wx-video-full')!.click()
    })
    expect(await detail('video', 'fullscreenchange')).toEqual({ fullScreen: false, direction: 'vertical' })
    await setData({ src: '/media/none.mp4' })
    expect(await detail('video', 'error')).toEqual({ errMsg: 'MEDIA_ERR_SRC_NOT_SUPPORTED' })
  })

  it('asks before it shows the camera, and says when it was refused', async () => {
    await setData({ camera: true })
    await page.getByRole('button', { name: "Don't allow" }).click()
    expect(await detail('camera', 'error')).toEqual({ errMsg: 'insertCamera:fail auth deny' })
    await page.evaluate(() => {
      const { env } = window.__phone!
      env.set('permissions', { ...env.permissions, 'scope.camera': 'allow' })
    })
    await setData({ position: 'back' })
    expect(await detail('camera', 'initdone')).toEqual({ maxZoom: 1 })
    const moving = await at('camera')
      .locator('canvas')
      .evaluate((node: HTMLCanvasElement) => node.width)
    expect(moving).toBeGreaterThan(100)
  })

  it('covers the page with a web page, and says what it cannot reach', async () => {
    await setData({ camera: false, web: `${preview.url}@mp/file/media/half.svg` })
    expect(await detail('web', 'load')).toEqual({ src: `${preview.url}@mp/file/media/half.svg` })
    expect(await at('web').boundingBox()).toMatchObject({ x: 0, width: 390 })
    await setData({ web: 'http://127.0.0.1:9/nothing' })
    expect(await detail('web', 'error')).toMatchObject({ url: 'http://127.0.0.1:9/nothing' })
  })
})

describe('what is not known', () => {
  it('is reported with file and line, and shown where it stands', async () => {
    const warned: string[] = []
    page.on('console', (message) => warned.push(message.text()))
    await open('notes')
    await page.locator('wx-map[data-notice*=":10"]').waitFor()
    expect(await page.locator('wx-map').getAttribute('data-notice')).toContain('(pages/notes/index.wxml:10)')
    for (const part of [
      '<image mode="aspectfit">: not one of scaleToFill, ',
      'is-drm>: protected video is not supported (pages/notes/index.wxml:5)',
      '<button> raises no event "press" (pages/notes/index.wxml:9)',
      '<button> has no attribute "colour" (pages/notes/index.wxml:9)',
      '<map> is not supported by the preview (pages/notes/index.wxml:10)',
      '<canvas> without type: the canvas-id API',
    ])
      expect(warned.join('\n')).toContain(part)
    expect(warned.join('\n')).not.toContain('commented')
  })
})
