import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { createHash } from 'node:crypto'
import os from 'node:os'
import path from 'node:path'
import type { InlineConfig } from 'vite'
import type { PreviewSettings } from '../host/settings'
import type { Project } from './compiler/project'
import { miniProgram } from './plugin'

/** Bundled once for the browser, before the first request: a dependency found late would reload every phone. */
const BROWSER_PACKAGES = [
  'glass-easel',
  'glass-easel-miniprogram-adapter',
  'mpegts.js',
  'mediabunny',
  '@mediabunny/aac-encoder',
]

/** Vite's configuration for one preview; nothing of the user's own vite.config is read. */
export function viteConfig(project: Project, settings: PreviewSettings, port: number, host: string): InlineConfig {
  const root = packageRoot(import.meta.dirname)
  const cacheDir = cacheFolder(root)
  const flv = path.resolve(root, '../flv/src/index.ts')
  const inRepository = existsSync(flv)
  return {
    configFile: false,
    root: path.join(root, 'host'),
    cacheDir,
    logLevel: 'error',
    clearScreen: false,
    appType: 'mpa',
    plugins: [miniProgram(project, settings)],
    resolve: { alias: inRepository ? { '@lianmai/flv': flv } : {} },
    optimizeDeps: { include: BROWSER_PACKAGES, exclude: ['@lianmai/flv'], noDiscovery: true },
    server: {
      host,
      port,
      strictPort: true,
      hmr: { overlay: false },
      // Editors and tools empty a file before they fill it: read between the two, it is taken for an empty one.
      watch: { awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 } },
      fs: { allow: [root, cacheDir, ...(inRepository ? [path.dirname(flv)] : [])] },
    },
  }
}

/** The folder of this package, from src/ and from dist/ alike. */
function packageRoot(from: string): string {
  return existsSync(path.join(from, 'host', 'phone.html')) ? from : packageRoot(parent(from))
}

function parent(folder: string): string {
  const above = path.dirname(folder)
  if (above === folder) throw new Error('@lianmai/preview is incomplete: its host folder is missing. Install it again.')
  return above
}

/** Beside the package; in the system's folder for temporary files when that cannot be written. */
function cacheFolder(root: string): string {
  const beside = path.join(root, 'node_modules', '.cache', 'preview')
  try {
    mkdirSync(beside, { recursive: true })
    accessSync(beside, constants.W_OK)
    return beside
  } catch (error) {
    if (!isAccessError(error)) throw error
    const key = createHash('sha1').update(root).digest('hex').slice(0, 12)
    return path.join(os.tmpdir(), `lianmai-preview-${key}`)
  }
}

const isAccessError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code))
