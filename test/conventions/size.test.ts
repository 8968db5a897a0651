import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * Ceilings in min+gz bytes, so that nothing grows unseen; lower them whenever something shrinks. The goals are 30,000 for the
 * kit without MobX, 10,000 for the core with the gateway provider, and 4,000 for what another provider adds to an app that has the kit.
 */
const BUDGET = {
  kit: 89_700,
  core: 15_720,
  'provider-url': 2_560,
  'provider-zego': 9_110,
  'provider-link': 3_410,
  'provider-trtc': 4_940,
  'provider-messages': 4_920,
}

/** Measures what `gulp` built; `npm test` builds first, `npm run test:unit` uses the last build. */
describe('packed size', () => {
  const root = path.resolve(__dirname, '../..')

  let sizes: Record<string, { gz: number }>

  beforeAll(() => {
    const script = `import { run } from '${path.join(root, 'bench/size.mjs')}'
      console.log(JSON.stringify(await run()))`
    if (!existsSync(path.join(root, 'miniprogram_dist/src/index.js'))) throw new Error('build first: npx gulp kit')
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
    sizes = JSON.parse(output.toString()) as typeof sizes
  }, 120_000)

  it.each(Object.entries(BUDGET))('%s stays within %i bytes min+gz', (part, budget) => {
    // Over budget: look at `npm run bench -- size` for the part that grew.
    expect(sizes[part]!.gz).toBeLessThanOrEqual(budget)
  })
})
