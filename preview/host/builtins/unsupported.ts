/** Tags that only WeChat can draw: a box in their place says so, with file and line. */
import { text } from '../ui/text'
import { placeOf, reportAt } from './report'
import type { BuiltinDefinition } from './types'

export const UNSUPPORTED = (
  'editor editor-portal map ad ad-custom open-data open-container official-account channel-live channel-video voip-room ' +
  'functional-page-navigator keyboard-accessory store-home store-product store-coupon store-gift draggable-sheet ' +
  'list-builder grid-builder share-element selection xr-frame'
).split(' ')

export const unsupported: BuiltinDefinition = {
  properties: {},
  events: [],
  create: (host) => ({
    attached() {
      host.el.classList.add('wx-unknown')
      const name = `<${host.tag}>`
      host.el.dataset['notice'] = text('unknownTag', name, '')
      void placeOf(host).then((place) => (host.el.dataset['notice'] = text('unknownTag', name, place)))
      void reportAt(host, `${name} is not supported by the preview`)
    },
  }),
}
