// Finds the programs that tests need: by environment variable, on PATH, or, as root on Debian, by apt.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const TOOLS = {
  chromium: {
    env: 'CHROMIUM',
    names: ['chromium', 'google-chrome', 'google-chrome-stable'],
    places: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    apt: 'chromium',
    why: "the browser tests (Playwright's own build cannot decode H.264)",
    // Ubuntu's apt package is a stub that asks for snap.
    ubuntu: 'install Google Chrome from google.com/chrome, or set CHROMIUM=/path/to/chrome',
    mac: 'brew install --cask google-chrome',
  },
  ffmpeg: {
    env: 'FFMPEG',
    names: ['ffmpeg'],
    places: [],
    apt: 'ffmpeg',
    why: 'the relay tests (a native RTMP client)',
    ubuntu: 'sudo apt-get install ffmpeg',
    mac: 'brew install ffmpeg',
  },
  // The package also starts a service, on port 6379, where systemd runs; the tests do not use it.
  'redis-server': {
    env: 'REDIS_SERVER',
    names: ['redis-server', 'valkey-server'],
    places: [],
    apt: 'redis-server',
    why: 'the tests of several gateways (Redis or Valkey >= 7)',
    ubuntu: 'sudo apt-get install redis-server',
    mac: 'brew install redis',
  },
  // Where there is none, one test file says so and nothing else is missed. The package also starts a service, on port 80,
  // where systemd runs; the tests do not use it.
  nginx: {
    env: 'NGINX',
    names: [],
    places: ['/usr/sbin/nginx'],
    apt: 'libnginx-mod-rtmp',
    why: 'the tests of nginx-rtmp as media server',
    optional: true,
  },
}

function runnable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function find({ env, names, places }) {
  const named = process.env[env]
  if (named) return named
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return [...names.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...places].find(runnable)
}

function distribution() {
  if (process.platform === 'darwin') return 'mac'
  if (!existsSync('/etc/os-release')) return 'other'
  return /^ID=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1]?.replaceAll('"', '') ?? 'other'
}

function advice(name, tool, where) {
  if (where === 'mac') return tool.mac
  if (where === 'ubuntu') return tool.ubuntu
  if (where === 'debian') return `sudo apt-get install ${tool.apt}`
  return `install ${name}, or set ${tool.env}=/path/to/it`
}

/** Puts each tool's path into its environment variable, installing what may be installed; exits with advice otherwise. */
export function ensureTools() {
  const where = distribution()
  const missing = Object.entries(TOOLS).filter(([, tool]) => !find(tool))
  if (missing.length && where === 'debian' && process.getuid?.() === 0) {
    const packages = missing.map(([, tool]) => tool.apt)
    console.log(`installing ${packages.join(' ')} by apt-get`)
    const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update', '-qq'], options)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages, 'fonts-noto-cjk'], options)
  }
  const absent = Object.entries(TOOLS).filter(([, tool]) => !tool.optional && !find(tool))
  for (const [name, tool] of absent)
    console.error(`${name} is missing; it is needed for ${tool.why}.\n  ${advice(name, tool, where)}`)
  if (absent.length) process.exit(1)
  for (const tool of Object.values(TOOLS)) if (find(tool)) process.env[tool.env] = find(tool)
}
