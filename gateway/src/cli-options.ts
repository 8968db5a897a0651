/** What a person typed -> what the command does. */
import { configOf, loadConfig, readText, type ReadFile } from './config/load'
import type { Config } from './config/schema'
import { fromCommandLine } from './config/sources'
import type { GatewayOptions } from './options'

export { helpText } from './config/help'
export { UsageError } from './config/sources'

export type CliCommand =
  | { run: 'help' }
  | { run: 'version' }
  | { run: 'check' }
  | { run: 'serve'; options: ServeOptions; devRoom: string; logging: Logging }

/** Complete, and what `createGateway` takes. */
export type ServeOptions = GatewayOptions & Omit<Config, 'devRoom' | 'logging'>

export interface Logging {
  format: 'json' | 'text'
  level: Config['logging']['level']
}

/** Splits what the gateway takes from what the command itself does with it. */
function serve({ devRoom, logging, ...config }: Config, tty: boolean): CliCommand {
  const { format = tty ? 'text' : 'json', level } = logging
  return { run: 'serve', options: config, devRoom, logging: { format, level } }
}

/** @throws UsageError */
export function readCommandLine(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  tty: boolean,
  read: ReadFile = readText,
): CliCommand {
  const line = fromCommandLine(args)
  if (line.help) return { run: 'help' }
  if (line.version) return { run: 'version' }
  const config = loadConfig(line, env, read)
  return line.check ? { run: 'check' } : serve(config, tty)
}

/** What may change while it runs: keys and certificates, read again where they came from. @throws UsageError */
export function readAgain(args: readonly string[], env: NodeJS.ProcessEnv): Pick<Config, 'keys' | 'tls'> {
  const { keys, tls } = configOf(args, env)
  return { keys, tls }
}
