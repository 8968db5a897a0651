getApp().log.push('more/far')
Component({ behaviors: ['wx://form-field', 'wx://component-export'], properties: { value: { type: String, value: 'empty' } }, export: () => ({ exported: true }) })
