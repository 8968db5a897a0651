// `npm run bench -- <name>`: runs bench/<name>.mjs, prints its table, writes bench/out/<name>.json.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(here)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -4))
const [name, ...args] = process.argv.slice(2)
if (!names.includes(name)) {
  console.error(`npm run bench -- <name>, with one of: ${names.join(', ')}`)
  process.exit(2)
}
process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { run } = await import(`./${name}.mjs`)
const result = await run(args)
mkdirSync(`${here}out`, { recursive: true })
writeFileSync(`${here}out/${name}.json`, `${JSON.stringify(result, null, 2)}\n`)
console.table(flat(result))
console.log(`bench/out/${name}.json`)
process.exit(0)

/** A row a subject, or a row a subject and size. */
function flat(table) {
  const rows = Object.entries(table).flatMap(([name, row]) => {
    const nested = Object.values(row).every((value) => typeof value === 'object')
    return nested ? Object.entries(row).map(([key, value]) => [`${name} ${key}`, value]) : [[name, row]]
  })
  return Object.fromEntries(rows)
}
