import { pickerModel, type PickerModel, type PickerOptions } from './picker-columns'
import { PickerSheet } from './picker-sheet'
import type { BuiltinDefinition, BuiltinHost } from './types'

/** `<picker>`: its children are the button; the wheels come up from below. */
export const picker: BuiltinDefinition = {
  properties: {
    mode: {
      type: String,
      value: 'selector',
      values: ['selector', 'multiSelector', 'time', 'date', 'region'],
      unsupported: { region: 'every province, its capital and some districts only' },
    },
    range: { type: null, value: [] },
    rangeKey: { type: String },
    value: { type: null, value: null },
    start: { type: String },
    end: { type: String },
    fields: { type: String, value: 'day', values: ['year', 'month', 'day'] },
    customItem: { type: String },
    level: {
      type: String,
      value: 'region',
      values: ['province', 'city', 'region', 'sub-district'],
      unsupported: { 'sub-district': 'districts are the lowest level here' },
    },
    disabled: { type: Boolean },
    headerText: { type: String },
    name: { type: String },
  },
  events: ['change', 'cancel', 'columnchange'],
  create(host) {
    let sheet: PickerSheet | undefined
    const { el } = host
    el.setAttribute('role', 'button')
    el.setAttribute('aria-haspopup', 'dialog')
    el.tabIndex = 0
    const open = () => {
      const model = host.get<boolean>('disabled') ? undefined : modelOf(host)
      if (model === undefined) return
      sheet?.close()
      sheet = new PickerSheet(model, host.get('headerText'), {
        done: (picked) => {
          const detail = modelOf(host)?.detail(picked) ?? model.detail(picked)
          sheet = undefined
          host.set('value', detail.value)
          host.emit('change', detail)
        },
        cancelled: () => {
          sheet = undefined
          host.emit('cancel', {})
        },
        turned: (column, value) => {
          if (host.get('mode') === 'multiSelector') host.emit('columnchange', { column, value })
        },
      })
    }
    el.addEventListener('mp:tap', open)
    el.addEventListener('keydown', ({ key }) => (key === 'Enter' || key === ' ') && open())
    return {
      changed(name) {
        if (name === 'disabled') el.toggleAttribute('disabled', host.get<boolean>('disabled'))
        const model = sheet && modelOf(host)
        if (model) sheet?.update(model)
      },
      detached: () => sheet?.close(),
      field: () => ({
        name: host.get('name'),
        value: host.get('value'),
        reset: () => host.set('value', EMPTY[host.get<string>('mode')]),
      }),
    }
  },
}

/** What nothing picked is, by mode. */
const EMPTY: Readonly<Record<string, unknown>> = { selector: 0, multiSelector: [], time: '', date: '', region: [] }

const OPTIONS = ['mode', 'range', 'rangeKey', 'value', 'start', 'end', 'fields', 'customItem', 'level'] as const

function modelOf(host: BuiltinHost): PickerModel | undefined {
  const options = Object.fromEntries(OPTIONS.map((name) => [name, host.get(name)])) as unknown as PickerOptions
  try {
    return pickerModel(options)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return undefined
  }
}
