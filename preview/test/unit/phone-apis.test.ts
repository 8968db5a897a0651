import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { deviceOf, DEVICES, insetsOf } from '../../host/env/devices'
import { FileError, USER_FOLDER, VirtualFiles } from '../../host/env/files'
import { userOf } from '../../host/env/users'
import { crosses } from '../../host/runtime/intersection'
import { matches } from '../../host/runtime/media-query'
import { PhoneLog } from '../../host/runtime/phone-log'
import { REQUEST_PROXY } from '../../host/settings'
import { filesApi } from '../../host/wx/files'
import { requestProxy } from '../../src/request-proxy'

jest.mock('glass-easel-miniprogram-adapter', () => ({}))

describe('the file system', () => {
  const at = (name: string) => `${USER_FOLDER}/${name}`
  type Manager = Record<string, (...given: unknown[]) => unknown>
  const manager = () => (filesApi()['getFileSystemManager'] as () => Manager)()
  const refusal = (run: () => unknown): { errMsg?: string } => {
    try {
      run()
    } catch (error) {
      return error as { errMsg?: string }
    }
    throw new Error('nothing was refused')
  }

  it.each(['utf8', 'base64', 'hex', 'binary', 'utf16le'])('gives back in %s what it was given', (encoding) => {
    const fs = manager()
    const text = encoding === 'base64' ? 'aGVsbG8=' : encoding === 'hex' ? '68656c6c6f' : 'hello'
    if (encoding === 'utf16le') fs['writeFileSync']!(at('a'), new Uint16Array([104, 105]).buffer)
    else fs['writeFileSync']!(at('a'), text, encoding)
    expect(fs['readFileSync']!(at('a'), encoding)).toBe(encoding === 'utf16le' ? 'hi' : text)
  })

  it('reads parts, appends, copies, moves and lists', () => {
    const fs = manager()
    fs['mkdirSync']!(at('one/two'), true)
    fs['writeFileSync']!(at('one/two/a.txt'), 'abc')
    fs['appendFileSync']!(at('one/two/a.txt'), 'def')
    expect(fs['readFileSync']!(at('one/two/a.txt'), 'utf8', 2, 3)).toBe('cde')
    fs['renameSync']!(at('one'), at('three'))
    fs['copyFileSync']!(at('three/two/a.txt'), at('three/b.txt'))
    expect(fs['readdirSync']!(at('three'))).toEqual(['two', 'b.txt'])
    const stats = fs['statSync']!(at('three/b.txt')) as { size: number; isFile(): boolean }
    expect([stats.size, stats.isFile()]).toEqual([6, true])
  })

  it.each([
    ['readFileSync', [at('none')], `readFileSync`, `readFile:fail no such file or directory, open "${at('none')}"`],
    ['writeFileSync', ['/etc/x', ''], '', 'writeFile:fail permission denied, open "/etc/x"'],
    ['writeFileSync', [at('none/x'), ''], '', `writeFile:fail no such file or directory, open "${at('none/x')}"`],
    ['unlinkSync', [at('gone')], '', `unlink:fail no such file or directory, unlink "${at('gone')}"`],
    ['accessSync', [at('gone')], '', `access:fail no such file or directory, access "${at('gone')}"`],
  ] as const)('%s %j is refused in the platform’s words', (method, given, _, message) => {
    expect(refusal(() => manager()[method]!(...given)).errMsg).toBe(message)
  })

  it('removes a folder with something in it only when told to', () => {
    const files = new VirtualFiles()
    files.makeFolder(at('d'), false)
    files.write(at('d/x'), new Uint8Array(1))
    expect(() => files.removeFolder(at('d'), false)).toThrow(
      new FileError(`directory not empty, rmdir "${at('d')}"`, 1300066),
    )
    files.removeFolder(at('d'), true)
    expect(() => files.stat(at('d/x'))).toThrow(FileError)
  })

  it('answers callbacks with name, text and number', async () => {
    const failed = await new Promise((fail) => manager()['readFile']!({ filePath: at('none'), fail }))
    expect(failed).toMatchObject({
      errMsg: expect.stringContaining('readFile:fail no such file') as string,
      errno: 1300002,
    })
  })
})

describe('what is pure about a phone', () => {
  it.each([
    [{ minWidth: 300, maxWidth: 400 }, true],
    [{ minWidth: 391 }, false],
    [{ orientation: 'portrait', height: 844 }, true],
    [{ orientation: 'landscape' }, false],
    [{ maxHeight: 800 }, false],
    [{}, true],
  ])('media query %j', (query, expected) => {
    expect(matches(query, { width: 390, height: 844 })).toBe(expected)
  })

  it('a threshold is told when it is crossed, in both directions alike', () => {
    const ratio = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)
    fc.assert(
      fc.property(ratio, ratio, fc.array(ratio), (before, after, thresholds) => {
        expect(crosses(before, after, thresholds)).toBe(crosses(after, before, thresholds))
        expect(crosses(before, before, thresholds)).toBe(false)
      }),
    )
    expect([crosses(0, 0.5, [0.3]), crosses(0, 0.2, [0.3]), crosses(0, 1, [0])]).toEqual([true, false, true])
  })

  it.each(DEVICES.map(({ id }) => id))('%s keeps room for content both ways', (id) => {
    const device = deviceOf(id)
    for (const orientation of ['portrait', 'landscape'] as const) {
      const { top, bottom, left, right } = insetsOf(device, orientation)
      expect(Math.min(top, bottom, left, right)).toBeGreaterThanOrEqual(0)
      expect(left + right).toBeLessThan(device.width / 2)
    }
  })

  it('phones are held by different people', () => {
    const names = Array.from({ length: 20 }, (_, index) => userOf(String(index + 1), 'en').nickName)
    expect(new Set(names).size).toBe(20)
    expect(userOf('2', 'zh_CN').id).toBe(userOf('2', 'en').id)
  })

  it('the log keeps the latest', () => {
    const log = new PhoneLog()
    for (let index = 0; index < 700; index++) log.add({ kind: 'native', source: 'x', name: String(index), detail: '' })
    expect([log.entries.length, log.count, log.entries.at(-1)?.name]).toEqual([600, 700, '699'])
  })
})

describe('requests through the server', () => {
  const servers: Server[] = []
  const listen = async (server: Server) => {
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  let proxy: string
  let target: string

  beforeAll(async () => {
    const handle = requestProxy([])
    proxy = await listen(createServer((request, response) => handle(request, response, () => response.end('next'))))
    target = await listen(
      createServer((request, response) => {
        if (request.url === '/away') return void response.writeHead(302, { location: '/there' }).end()
        response.setHeader('set-cookie', ['a=1', 'b=2; Path=/'])
        let body = ''
        request.on('data', (chunk: Buffer) => (body += chunk.toString()))
        request.on('end', () =>
          response.end(JSON.stringify({ method: request.method, body, headers: request.headers })),
        )
      }),
    )
  })

  afterAll(() => servers.forEach((server) => server.close()))

  const ask = (url: string, init: RequestInit = {}) =>
    fetch(proxy + REQUEST_PROXY.path, {
      ...init,
      headers: { ...init.headers, [REQUEST_PROXY.url]: encodeURIComponent(url) },
    })

  it('pass method, headers and body, keep the browser’s own to themselves, and hand cookies on', async () => {
    const headers = { 'x-token': 't', [REQUEST_PROXY.cookie]: 'c=1' }
    const response = await ask(`${target}/x`, { method: 'PUT', body: 'hello', headers })
    const seen = (await response.json()) as { method: string; body: string; headers: Record<string, string> }
    expect([seen.method, seen.body]).toEqual(['PUT', 'hello'])
    expect(seen.headers).toMatchObject({ 'x-token': 't', cookie: 'c=1', host: new URL(target).host })
    expect(seen.headers['referer']).toContain('servicewechat.com')
    expect(seen.headers[REQUEST_PROXY.url]).toBeUndefined()
    expect(JSON.parse(decodeURIComponent(response.headers.get(REQUEST_PROXY.cookies) ?? ''))).toEqual([
      'a=1',
      'b=2; Path=/',
    ])
  })

  it('tell where a redirect leads', async () => {
    const response = await ask(`${target}/away`)
    expect([response.status, response.headers.get(REQUEST_PROXY.location)]).toEqual([302, `${target}/there`])
  })

  it('say why there was no answer', async () => {
    const response = await ask('http://127.0.0.1:1/')
    expect(decodeURIComponent(response.headers.get(REQUEST_PROXY.error) ?? '')).toBe('net::ERR_CONNECTION_REFUSED')
    expect((await ask('file:///etc/passwd')).status).toBe(400)
  })

  it('are for the preview’s own page only', async () => {
    const response = await ask(target, { headers: { origin: 'http://evil.example' } })
    expect(response.status).toBe(403)
    expect(await (await fetch(`${proxy}/other`)).text()).toBe('next')
  })
})
