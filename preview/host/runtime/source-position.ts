/** Turns addresses of compiled scripts in stacks into `file:line:column` of what a person wrote. */

/** `.../virtual:mp/script/pages/a/a.ts.mp.js?t=1:12:5`, as browsers write it. */
const PLACE = /(https?:\/\/[^\s)]*?virtual:mp\/script\/([^\s)?]*?)\.mp\.js[^\s):]*):(\d+):(\d+)/g

/** Generated line (0-based) to its segments: column, original line, original column (all 0-based). */
type Lines = readonly (readonly (readonly [column: number, line: number, originalColumn: number])[])[]

const maps = new Map<string, Promise<Lines>>()

/** The stack with every place inside the mini-program's scripts as its author knows it. */
export async function originalStack(stack: string): Promise<string> {
  let mapped = stack
  for (const [whole, address = '', file = '', line = '1', column = '1'] of stack.matchAll(PLACE)) {
    const lines = await linesOf(address)
    const place = lookUp(lines, Number(line) - 1, Number(column) - 1)
    mapped = mapped.replace(
      whole,
      place ? `${file}:${place.line + 1}:${place.column + 1}` : `${file}:${line}:${column}`,
    )
  }
  return mapped
}

/** The first place of a stack that lies in the mini-program; the empty string when there is none. */
export async function originalPlace(stack: string): Promise<string> {
  const line = stack.split('\n').find((candidate) => candidate.includes('virtual:mp/script/'))
  if (line === undefined) return ''
  return /[^\s(]+:\d+:\d+/.exec(await originalStack(line))?.[0] ?? ''
}

function linesOf(address: string): Promise<Lines> {
  const known = maps.get(address) ?? readMap(address)
  maps.set(address, known)
  return known
}

/** A script whose map cannot be read is named with its compiled place. */
async function readMap(address: string): Promise<Lines> {
  const response = await fetch(address).catch(() => undefined)
  const code = (await response?.text()) ?? ''
  const encoded = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,(\S+)\s*$/.exec(code)?.[1]
  if (encoded === undefined) return []
  return decodeMappings((JSON.parse(atob(encoded)) as { mappings: string }).mappings)
}

function lookUp(lines: Lines, line: number, column: number): { line: number; column: number } | undefined {
  const found = lines[line]?.findLast(([start]) => start <= column) ?? lines[line]?.[0]
  return found && { line: found[1], column: found[2] }
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Source map version 3: one source, names ignored. */
export function decodeMappings(mappings: string): Lines {
  let originalLine = 0
  let originalColumn = 0
  return mappings.split(';').map((row) => {
    let column = 0
    return row
      .split(',')
      .filter((segment) => segment !== '')
      .map((segment) => {
        const [columnStep = 0, , lineStep = 0, originalStep = 0] = numbers(segment)
        column += columnStep
        originalLine += lineStep
        originalColumn += originalStep
        return [column, originalLine, originalColumn] as const
      })
  })
}

/** Base64 VLQ: five bits a digit, the sixth says that more follow, the lowest of the number is its sign. */
function numbers(segment: string): number[] {
  const found: number[] = []
  let value = 0
  let shift = 0
  for (const digit of segment) {
    const bits = DIGITS.indexOf(digit)
    value += (bits & 31) << shift
    shift += 5
    if (bits & 32) continue
    found.push(value & 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return found
}
