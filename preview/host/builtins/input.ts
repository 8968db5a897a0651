import { FIELD_EVENTS, fieldProperties, textField } from './text-field'
import type { BuiltinDefinition } from './types'

/** What the keys of each keyboard can type. */
const KEYS: Readonly<Record<string, RegExp>> = { number: /^\d*$/, digit: /^[\d.]*$/, idcard: /^[\dXx]*$/ }

export const input: BuiltinDefinition = {
  properties: {
    ...fieldProperties('input-placeholder', 'done'),
    type: {
      type: String,
      value: 'text',
      values: ['text', 'number', 'idcard', 'digit', 'safe-password', 'nickname'],
      unsupported: { 'safe-password': 'a plain password field here: nothing is encrypted' },
    },
    password: { type: Boolean },
    alwaysEmbed: { type: Boolean },
    safePasswordCertPath: { type: String },
    safePasswordLength: { type: Number },
    safePasswordTimeStamp: { type: Number },
    safePasswordNonce: { type: String },
    safePasswordSalt: { type: String },
    safePasswordCustomHash: { type: String },
  },
  events: [...FIELD_EVENTS, 'nicknamereview'],
  create(host) {
    const field = document.createElement('input')
    field.addEventListener('beforeinput', (event) => {
      const keys = KEYS[host.get<string>('type')]
      if (keys && !keys.test(event.data ?? '')) event.preventDefault()
    })
    field.addEventListener('blur', () => {
      // Names are reviewed by WeChat's server; every name passes here.
      if (host.get('type') === 'nickname') host.emit('nicknamereview', { pass: true, timeout: false })
    })
    return textField(host, field, () => {
      const type = host.get<string>('type')
      field.type = host.get<boolean>('password') || type === 'safe-password' ? 'password' : 'text'
      field.inputMode = type === 'number' ? 'numeric' : type === 'digit' ? 'decimal' : 'text'
    })
  },
}
