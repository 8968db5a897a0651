/** The contract between the host and the built-in tags: what a tag declares, what it is handed, what it answers. */
import type { PhoneEnv } from '../env/types'

/** How an attribute is converted; `any` is passed as it is. A function says type and default at once. */
export type PropertyType = StringConstructor | NumberConstructor | BooleanConstructor | ArrayConstructor | null

export interface BuiltinProperty {
  type: PropertyType
  /** Default when the page does not write the attribute. */
  value?: unknown
  /** The values the platform documents; another one written literally in WXML is reported with its place. */
  values?: readonly string[]
  /** Why the attribute, or single values of it, have no effect here; reported with its place where WXML uses it. */
  unsupported?: string | Readonly<Record<string, string>>
}

/** What `<form>` collects of one control. */
export interface FormField {
  /** `name` in WXML; a control without one is not submitted. */
  readonly name: string
  readonly value: unknown
  /** Empties the control, as `form-type="reset"` does. */
  reset(): void
}

/**
 * One built-in tag. The host registers it as a glass-easel component whose children are slotted into `host.el`; the tag
 * adds DOM of its own to `host.el` in `create` (before the slotted children, so that they lie above it).
 */
export interface BuiltinDefinition {
  /** DOM element of the host node; default `wx-<tag>`. */
  element?: string
  /** By camelCase name: `min-cache` in WXML is `minCache` here. id, class, style, hidden, data-*, aria-* are the host's. */
  properties: Readonly<Record<string, BuiltinProperty>>
  /** Types the tag may emit; used by `wx.canIUse` and to report an unknown `bind` in WXML. */
  events: readonly string[]
  /** Runs once a node, before properties from WXML arrive. The element is not in the document yet. */
  create(host: BuiltinHost): BuiltinInstance
}

/** What the host gives to one mounted tag. */
export interface BuiltinHost {
  readonly tag: string
  readonly el: HTMLElement
  readonly env: PhoneEnv
  /** The `id` written in WXML; the empty string without one. */
  readonly id: string
  /** The page this node is in; known from `attached` on. */
  readonly pageId: string
  /** The component or page instance (the `this` of its script) whose WXML contains the node. */
  readonly owner: unknown
  /** Current value of a declared property. */
  get<T = unknown>(name: string): T
  /** Sets a declared property from inside (two-way `model:` bindings follow). */
  set(name: string, value: unknown): void
  /** Raises `bind<type>`; does not bubble unless asked. `detail` is what the page reads from `event.detail`. */
  emit(type: string, detail: unknown, options?: { bubbles?: boolean; composed?: boolean }): void
}

/** What one mounted tag answers to. Every method is optional. */
export interface BuiltinInstance {
  attached?(): void
  /** A declared property has another value than before; not called for values equal by `===`. */
  changed?(name: string, value: unknown): void
  /** The page is shown again, or hidden by another page or by the background. Not called before `attached`. */
  pageShown?(shown: boolean): void
  /** Leaves the document for good: free everything. */
  detached?(): void
  /** What `NodesRef.context()` and `node()` hand out: a context, or the canvas itself. */
  context?(): object | null
  /** This control as `<form>` sees it; a tag without it is no control. */
  field?(): FormField
  /** The person tapped a `<label>` of this control. */
  labelled?(): void
  /** State for tests and for the bar (e.g. last codes, netstatus); plain JSON. */
  inspect?(): unknown
}

/** One mounted tag as the registry knows it. */
export interface MountedBuiltin {
  readonly host: BuiltinHost
  readonly instance: BuiltinInstance
}
