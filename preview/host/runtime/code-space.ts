/** The mini-program's components in glass-easel: registration, style isolation, lifetimes that the adapter leaves out. */
import { behavior as adapter, glassEasel, MiniProgramEnv, type CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { Manifest, Unit } from '../manifest'
import { withBuiltInBehaviors } from './built-in-behaviors'
import { afterAttach } from './ready'
import type { Styles } from './styles'

export type Template = Record<string, unknown>

type StaticConfig = Parameters<CodeSpace['addComponentStaticConfig']>[1]

/** A component's or page's definition object as the script wrote it, as far as the host looks into it. */
export interface Definition {
  [field: string]: unknown
  relations?: unknown
  behaviors?: unknown[]
  options?: { styleIsolation?: string; addGlobalClass?: boolean }
}

export class Components {
  readonly env = new MiniProgramEnv()
  readonly space: CodeSpace
  private readonly defined = new Set<string>()

  constructor(
    private readonly manifest: Manifest,
    private readonly templates: Record<string, Template>,
    private readonly styles: Styles,
  ) {
    this.space = this.env.createCodeSpace('', true)
    const inner = this.space.getComponentSpace()
    inner.updateComponentOptions({ writeIdToDOM: true })
    this.space.setOverallBehavior(
      inner.defineBehavior({
        lifetimes: {
          attached(this: { _$: glassEasel.GeneralComponent }) {
            afterAttach(this._$)
          },
        },
      }) as unknown as glassEasel.GeneralBehavior,
    )
    for (const unit of Object.values(manifest.units)) this.prepare(unit)
  }

  private prepare(unit: Unit): void {
    const template = this.templates[unit.id]
    if (template) this.space.addCompiledTemplate(unit.id, compiled(unit.id, template))
    const isolation = unit.config.styleIsolation ?? (unit.config.addGlobalClass ? 'apply-shared' : undefined)
    this.configure(unit, isolation)
    this.space.addStyleSheet(unit.id, undefined, scopeName(unit.id))
  }

  private configure(unit: Unit, isolation: string | undefined): void {
    const { componentPlaceholder, pureDataPattern } = unit.config
    const using = Object.entries(unit.using).map(([tag, id]) => [tag, `/${id}`])
    const generics = Object.entries(unit.generics).map(([name, id]) => [
      name,
      id === true ? true : { default: `/${id}` },
    ])
    const config: Record<string, unknown> = {
      component: unit.kind === 'component',
      usingComponents: Object.fromEntries(using),
      componentGenerics: Object.fromEntries(generics),
      ...(componentPlaceholder && { componentPlaceholder }),
      ...(pureDataPattern !== undefined && { pureDataPattern }),
      // A page's script may call Component(); it stays a page, and shares app.wxss.
      styleIsolation: isolation ?? (unit.kind === 'page' ? 'shared' : 'isolated'),
    }
    this.space.addComponentStaticConfig(unit.id, config as StaticConfig)
  }

  /** `Component(definition)` or `Page(definition)` called by the script of `id`. */
  define(id: string, kind: 'Component' | 'Page', definition: Definition | undefined): unknown {
    const unit = this.manifest.units[id]
    if (unit === undefined) throw new Error(`${kind}() is called in ${id}, which is neither a page nor a component`)
    const { styleIsolation, addGlobalClass } = definition?.options ?? {}
    const chosen = styleIsolation ?? (addGlobalClass ? 'apply-shared' : undefined)
    if (chosen !== undefined) this.configure(unit, chosen)
    this.defined.add(id)
    this.addStyle(unit)
    return this.space.componentEnv(id, (env) => {
      const construct = env[kind] as (definition?: unknown) => unknown
      return definition === undefined ? construct() : construct(adapted(this.space, definition))
    })
  }

  behavior(id: string, definition: Definition | undefined): unknown {
    return this.space.componentEnv(id, (env) => {
      const construct = env.Behavior as unknown as (definition?: unknown) => unknown
      return definition === undefined ? construct() : construct(adapted(this.space, definition))
    })
  }

  /** Whether the script of `id` has called Component() or Page(). */
  isDefined(id: string): boolean {
    return this.defined.has(id)
  }

  /** Exchanges a template in the definition and in every instance below `roots`, keeping their data. */
  updateTemplate(id: string, template: Template, roots: glassEasel.GeneralComponent[]): void {
    this.templates[id] = template
    const definition = this.space.getComponentSpace().getComponentByUrlWithoutDefault(`/${id}`, '')
    definition?.updateTemplate(compiled(id, template) as unknown as Record<string, unknown>)
    for (const root of roots)
      for (const component of componentsOf(root)) if (component.is === id) component.applyTemplateUpdates()
  }

  private addStyle(unit: Unit): void {
    if (unit.style === undefined) return
    const isolation = String(this.space.getComponentStaticConfig(unit.id)?.styleIsolation ?? '')
    const scope = isolation === 'shared' || isolation === 'page-shared' ? '' : scopeName(unit.id)
    this.styles.use(unit.style, { unit: unit.id, scope }, unit.kind === 'component')
  }
}

/** Class prefix of a component: readable in the inspector, unique by the path. */
const scopeName = (id: string): string => id.replace(/[^\w-]/g, '_')

function compiled(id: string, template: Template) {
  return { groupList: template, content: template[id] } as unknown as glassEasel.template.ComponentTemplate
}

/** The definition as the adapter takes it; the script's own object stays as it is. */
function adapted(space: CodeSpace, definition: Definition): Definition {
  return { ...definition, ...withBuiltInBehaviors(space, definition), ...withRelations(definition) }
}

/** Relations by behavior: the adapter hands its own wrapper to glass-easel, which knows only what is inside. */
function withRelations({ relations }: Definition): Partial<Definition> {
  if (typeof relations !== 'object' || relations === null) return {}
  const unwrapped = Object.entries(relations as Record<string, { target?: unknown }>).map(([name, relation]) => {
    const { target } = relation
    const inner = target instanceof adapter.Behavior ? (target as unknown as { _$: unknown })._$ : target
    return [name, { ...relation, ...(inner !== undefined && { target: inner }) }]
  })
  return { relations: Object.fromEntries(unwrapped) as unknown }
}

/** Every component below `root` (itself first), across shadow trees, in document order. */
export function componentsOf(root: glassEasel.Node): glassEasel.GeneralComponent[] {
  const found: glassEasel.GeneralComponent[] = []
  const walk = (node: glassEasel.Node): void => {
    if (!glassEasel.Element.isElement(node)) return
    if (glassEasel.Component.isComponent(node)) {
      found.push(node)
      const shadow = node.getShadowRoot()
      if (shadow) walk(shadow)
    }
    node.childNodes.forEach(walk)
  }
  walk(root)
  return found
}
