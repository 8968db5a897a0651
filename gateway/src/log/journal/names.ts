/** Room ids as file names that stay apart on disks that do not tell upper case from lower. */

const PREFIX = 'room-'
const SUFFIX = '.jsonl'

/**
 * `Room_1` is `room-+room_1.jsonl`. The prefix keeps clear of names like CON that Windows reserves; `+` cannot be in a room's
 * id, nor in the short names that Windows makes up.
 */
export function fileOf(room: string): string {
  return `${PREFIX}${room.replace(/[A-Z]/g, (letter) => `+${letter.toLowerCase()}`)}${SUFFIX}`
}

/** @returns undefined when the file is no room's */
export function roomOf(file: string): string | undefined {
  if (!file.startsWith(PREFIX) || !file.endsWith(SUFFIX)) return undefined
  const room = file
    .slice(PREFIX.length, -SUFFIX.length)
    .replace(/\+([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return fileOf(room) === file && /^[\w-]+$/.test(room) ? room : undefined
}

/** Where a file's next generation is written before it takes its place. */
export const TEMPORARY = '.next'

/** Where a damaged file is kept for people to look at. */
export function asideOf(file: string, at: Date): string {
  return `${file}.damaged-${at.toISOString().replace(/[^0-9]/g, '')}`
}
