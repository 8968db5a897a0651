/** Attributes with wrong values are told by the `error` event; what is shown instead is the component's own business. */
import { LiveError } from '../../src/index'
import type { ErrorDetail } from './action'
import { errorDetail, raiser, type Raiser } from './events'

const raise = raiser<{ error: ErrorDetail }>()

/** A list: each of the attribute's values is one of it. A number: the attribute is at least that. */
export type Rules = Readonly<Record<string, readonly string[] | number>>

/** A behavior that checks its component's attributes when they are set. @param tag for the message */
export function checked(tag: string, rules: Rules) {
  return Behavior({
    observers: {
      [Object.keys(rules).join(', ')]() {
        // The first time is before anybody listens.
        wx.nextTick(() => this.checkAttributes())
      },
    },
    methods: {
      checkAttributes() {
        for (const [name, rule] of Object.entries(rules)) {
          const values = ([] as unknown[]).concat((this.data as Record<string, unknown>)[name])
          values.forEach((value) => tell(this, tag, name, value, rule))
        }
      },
    },
  })
}

function tell(component: Raiser, tag: string, name: string, value: unknown, rule: readonly string[] | number): void {
  const least = typeof rule === 'number'
  if (least ? (value as number) >= rule : rule.includes(value as string)) return
  const remedy = least ? `is not valid; use ${rule} or more` : `is unknown; use ${rule.join(', ')}`
  const subject = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const message = `${tag}: ${subject} "${String(value)}" ${remedy}`
  raise(component, 'error', errorDetail(LiveError.of('invalid-argument', message, { subject })))
}
