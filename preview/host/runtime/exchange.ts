/** Takes changed files into the running phone: styles and templates in place, a page's own script by opening the page anew. */
import type { Components, Template } from './code-space'
import type { ScriptFactory } from './modules'
import type { Navigation } from './navigation'
import type { ProgramScripts } from './program-scripts'
import { rememberStack } from './restore'
import type { StartOptions } from './start'
import type { Styles } from './styles'

interface Running {
  components: Components
  navigation: Navigation
  styles: Styles
  scripts: ProgramScripts
}

/** Names of what changed: style sheets, templates, and the page whose script is used by nobody else. */
export interface Update {
  templates: string[]
  styles: string[]
  page?: { id: string; script: string }
}

export function followChanges(options: StartOptions, running: Running): void {
  const { components, navigation, styles, scripts } = running
  rememberStack(options.env.phone, () => navigation.pages.map(({ link }) => `/${link}`))
  // The time alone would be the same for two changes in one millisecond, and the browser would answer from its cache.
  let change = 0
  import.meta.hot?.on('mp:update', (update: Update) => {
    change += 1
    const fresh = async (kind: string, name: string): Promise<unknown> => {
      const address = `/@id/virtual:mp/${kind}/${name}.mp.js?t=${Date.now()}${change}`
      return ((await import(/* @vite-ignore */ address)) as { default: unknown }).default
    }
    for (const file of update.styles) void fresh('style', file).then((text) => styles.update(file, text as string))
    for (const id of update.templates)
      void fresh('template', id).then((template) => {
        const roots = navigation.pages.map(({ component }) => component)
        components.updateTemplate(id, template as Template, roots)
      })
    const { page } = update
    const unit = page && options.manifest.units[page.id]
    if (unit)
      void fresh('script', page.script).then((factory) => {
        scripts.replace(unit, page.script, factory as ScriptFactory)
        navigation.renew(page.id)
      })
  })
}
