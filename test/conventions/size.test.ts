import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * Ceilings in min+gz bytes, so that nothing grows unseen; lower them whenever something shrinks. The goals are 30,000 for the
 * kit without MobX and 10,000 for the core with the gateway provider.
 */
const BUDGET = { kit: 56_000, core: 20_000 }

/** Measures what `gulp` built; `npm test` builds first, `npm run test:unit` uses the last build. */
describe('packed size', () => {
  const root = path.resolve(__dirname, '../..')

  it.each(Object.entries(BUDGET))('%s stays within %i bytes min+gz', (part, budget) => {
    const script = `import { run } from '${path.join(root, 'bench/size.mjs')}'
      console.log(JSON.stringify(await run()))`
    expect(existsSync(path.join(root, 'miniprogram_dist'))).toBe(true)
    const sizes = JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root, encoding: 'utf8' }),
    ) as Record<string, { gz: number }>
    // Over budget: look at `npm run bench -- size` for the part that grew.
    expect(sizes[part]!.gz).toBeLessThanOrEqual(budget)
  })
})
