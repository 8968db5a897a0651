import { keyCommand } from './key'
import { signUrlCommand } from './sign-url'
import { tokenCommand } from './token'
import type { Command } from './command'

/** Commands beside serving, by the word that calls them. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  token: tokenCommand,
  key: keyCommand,
  'sign-url': signUrlCommand,
}
