/** The behaviors that scripts name by strings; `<form>` asks which components use them. */
import * as glassEasel from 'glass-easel'
import type { behavior as adapter, CodeSpace } from 'glass-easel-miniprogram-adapter'
import type { Definition } from './code-space'

const PROPERTIES: Readonly<Record<string, Record<string, unknown>>> = {
  'wx://form-field': { name: { type: String }, value: { type: null } },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
}

export type BuiltInBehavior = 'wx://form-field' | 'wx://form-field-group' | 'wx://form-field-button'

const registered = new Map<string, InstanceType<typeof adapter.Behavior>>()

/** `behaviors` of a definition with the platform's own in place of their names. */
export function withBuiltInBehaviors(space: CodeSpace, definition: Definition): Partial<Definition> {
  const { behaviors } = definition
  if (!Array.isArray(behaviors)) return {}
  const exporting = behaviors.includes('wx://component-export')
  return {
    behaviors: behaviors.map((given) => (typeof given === 'string' ? named(space, given) : given)),
    // Without the behavior `export` is a method like any other.
    ...(exporting ? {} : { export: undefined }),
  }
}

function named(space: CodeSpace, name: string): unknown {
  const properties = PROPERTIES[name]
  if (properties === undefined) throw new Error(`behaviors: "${name}" is not supported by the preview`)
  const known = registered.get(name)
  if (known) return known
  const made = space.componentEnv('', ({ Behavior }) => Behavior({ properties } as never)) as unknown
  registered.set(name, made as InstanceType<typeof adapter.Behavior>)
  return made
}

/** Whether a component uses one of the platform's form behaviors. */
export function hasBuiltInBehavior(node: glassEasel.Element, name: BuiltInBehavior): boolean {
  const behavior = registered.get(name) as { _$: glassEasel.GeneralBehavior } | undefined
  return behavior !== undefined && glassEasel.Component.isComponent(node) && node.hasBehavior(behavior._$)
}
