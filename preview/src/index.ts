import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createServer, type ViteDevServer } from 'vite'
import type { PreviewSettings } from '../host/settings'
import { NotAMiniProgramError, Project } from './compiler/project'
import { describe, place } from '../host/diagnostics/messages'
import type { Diagnostic } from '../host/diagnostics/types'
import { createBridge } from './bridge'
import { viteConfig } from './server'

export { NotAMiniProgramError }
export type { Diagnostic }

export interface PreviewOptions {
  /** Folder with app.json, or with a project.config.json whose `miniprogramRoot` has it. */
  folder: string
  /** Default 5173; 0 takes a free one. */
  port?: number
  /** Default `127.0.0.1`. */
  host?: string
  /** Page (with query) each phone opens, e.g. `pages/room/index?id=1`. Default: one phone with the first page. */
  phones?: readonly string[]
  /** Package name to the folder that stands for it. Wins over miniprogram_npm. */
  npm?: Readonly<Record<string, string>>
  /** What `wx.getExtConfigSync()` returns, on top of the folder's ext.json. */
  ext?: Readonly<Record<string, unknown>>
  /** URLs that start with the key are played and pushed as WS-FLV at the value, e.g. `rtmp://a:1935` to `ws://a:8000`. */
  mediaMap?: Readonly<Record<string, string>>
  /** Default `zh`. */
  language?: 'zh' | 'en'
  /** Default `light`. */
  theme?: 'light' | 'dark'
  /** Lays every page out as one of the two renderers does. Default `auto`: as app.json and the page's JSON say. */
  renderer?: 'auto' | 'webview' | 'skyline'
}

export interface Preview {
  /** Where the frame page is, e.g. `http://127.0.0.1:5173/`. */
  readonly url: string
  /** What is wrong with the mini-program's files right now; the phones show the same. */
  diagnostics(): Diagnostic[]
  /** Stops the server and everything it opened. */
  close(): Promise<void>
}

/** The port is taken. */
export class PortInUseError extends Error {
  override name = 'PortInUseError'
}

/**
 * Serves a mini-program in phone frames. Resolves when the page can be opened.
 *
 * @throws NotAMiniProgramError when the folder has no app.json
 * @throws PortInUseError when `port` is taken
 */
export async function createPreview(options: PreviewOptions): Promise<Preview> {
  const { port = 5173, host = '127.0.0.1' } = options
  const folder = path.resolve(options.folder)
  const npm = Object.entries(options.npm ?? {}).map(([name, target]) => [name, path.resolve(target)] as const)
  const project = new Project(folder, new Map(npm))
  const server = await createServer(viteConfig(project, settingsOf(options, folder), port, host))
  try {
    await server.listen()
  } catch (error) {
    await server.close()
    const taken = error instanceof Error && /already in use|EADDRINUSE/.test(error.message)
    throw taken ? new PortInUseError(`Port ${port} of ${host} is in use. Choose another with --port.`) : error
  }
  const bridge = createBridge({ hosts: [host] })
  server.httpServer?.on('upgrade', (request, socket, head) => bridge.handleUpgrade(request, socket, head))
  return {
    url: urlOf(server, host),
    diagnostics: () => project.manifest().diagnostics,
    async close() {
      await bridge.close()
      await server.close()
    },
  }
}

/** One line a problem, for terminals. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { sentence, remedy } = describe(diagnostic, 'en')
  const tried = diagnostic.tried ? `\n  looked for ${diagnostic.tried.join(', ')}` : ''
  const detail = diagnostic.detail ? ` (${diagnostic.detail})` : ''
  return `${place(diagnostic)} ${sentence}${detail}. ${remedy}${tried}`
}

function settingsOf(options: PreviewOptions, folder: string): PreviewSettings {
  const map = Object.entries(options.mediaMap ?? {}).map(([from, to]) => ({ from, to }))
  return {
    name: nameOf(folder),
    phones: options.phones?.length ? [...options.phones] : [''],
    language: options.language === 'en' ? 'en' : 'zh_CN',
    theme: options.theme ?? 'light',
    renderer: options.renderer ?? 'auto',
    ext: { ...options.ext },
    mediaMap: map,
  }
}

function nameOf(folder: string): string {
  const file = path.join(folder, 'project.config.json')
  if (!existsSync(file)) return path.basename(folder)
  const named = /"projectname"\s*:\s*"([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1]
  return named ?? path.basename(folder)
}

function urlOf(server: ViteDevServer, host: string): string {
  const address = server.httpServer?.address()
  if (address === null || address === undefined || typeof address === 'string')
    throw new Error('The preview server listens on no port')
  return `http://${host}:${address.port}/`
}
