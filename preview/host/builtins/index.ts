/** Every built-in tag of the preview. */
import { mediaBuiltins } from '../media/index'
import { button } from './button'
import { camera } from './camera'
import { canvas } from './canvas'
import { checkbox, checkboxGroup, radio, radioGroup, switchTag } from './choice'
import { form, label } from './form'
import { image } from './image'
import { icon, progress } from './indicators'
import { input } from './input'
import { matchMedia } from './match-media'
import { movableArea, movableView } from './movable'
import { pageContainer } from './page-container'
import { pageMeta } from './page-meta'
import { navigator, rootPortal } from './page-tags'
import { picker } from './picker'
import { pickerView, pickerViewColumn } from './picker-view'
import { checkTemplate } from './report'
import { richText } from './rich-text'
import { scrollView } from './scroll-view'
import { slider } from './slider'
import { swiper, swiperItem } from './swiper'
import { text } from './text'
import { textarea } from './textarea'
import type { BuiltinDefinition } from './types'
import { UNSUPPORTED, unsupported } from './unsupported'
import { video } from './video'
import { webView } from './web-view'

/** A tag that only holds its children; looks come from builtins.css. */
const plain: BuiltinDefinition = {
  properties: { hoverStartTime: { type: Number, value: 50 }, hoverStayTime: { type: Number, value: 400 } },
  events: ['scroll'],
  create: () => ({}),
}

const tags: Readonly<Record<string, BuiltinDefinition>> = {
  view: plain,
  text,
  image,
  icon,
  progress,
  'rich-text': richText,
  'scroll-view': scrollView,
  swiper,
  'swiper-item': swiperItem,
  'movable-area': movableArea,
  'movable-view': movableView,
  'cover-view': { ...plain, properties: { ...plain.properties, scrollTop: { type: null } } },
  'cover-image': image,
  'root-portal': rootPortal,
  'page-meta': pageMeta,
  'page-container': pageContainer,
  'match-media': matchMedia,
  navigator,
  button,
  form,
  label,
  input,
  textarea,
  checkbox,
  'checkbox-group': checkboxGroup,
  radio,
  'radio-group': radioGroup,
  switch: switchTag,
  slider,
  picker,
  'picker-view': pickerView,
  'picker-view-column': pickerViewColumn,
  canvas,
  video,
  camera,
  'web-view': webView,
}

/** Skyline's scrolling parts, which lay their children out one below the other. */
const SKYLINE = ['sticky-section', 'sticky-header', 'list-view', 'nested-scroll-header', 'nested-scroll-body']

export const builtins: Readonly<Record<string, BuiltinDefinition>> = {
  ...Object.fromEntries(Object.entries(tags).map(([tag, definition]) => [tag, checked(definition)])),
  ...Object.fromEntries(SKYLINE.map((tag) => [tag, plain])),
  ...Object.fromEntries(UNSUPPORTED.map((tag) => [tag, unsupported])),
  ...mediaBuiltins,
}

/** The tag, and once a file a look at how WXML uses it. */
function checked(definition: BuiltinDefinition): BuiltinDefinition {
  return {
    ...definition,
    create(host) {
      const instance = definition.create(host)
      const attached = instance.attached?.bind(instance)
      instance.attached = () => {
        attached?.()
        checkTemplate(host, definition).catch((error: unknown) => console.error(error))
      }
      return instance
    },
  }
}
