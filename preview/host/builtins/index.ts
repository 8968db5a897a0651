/** Every built-in tag of the preview. */
import { mediaBuiltins } from '../media/index'
import { button } from './button'
import { icon, image, progress, video } from './display'
import { input, textarea } from './input'
import { navigator, pageMeta, rootPortal } from './page-tags'
import { picker, slider, switchTag } from './pickers'
import { richText } from './rich-text'
import { scrollView } from './scroll-view'
import { swiper, swiperItem } from './swiper'
import { text } from './text'
import type { BuiltinDefinition } from './types'

/** A tag that only holds its children; looks come from builtins.css. */
const plain: BuiltinDefinition = { properties: {}, events: [], create: () => ({}) }

export const builtins: Readonly<Record<string, BuiltinDefinition>> = {
  view: plain,
  text,
  image,
  button,
  input,
  textarea,
  'scroll-view': scrollView,
  swiper,
  'swiper-item': swiperItem,
  icon,
  switch: switchTag,
  slider,
  picker,
  progress,
  navigator,
  'rich-text': richText,
  video,
  'cover-view': plain,
  'cover-image': image,
  'root-portal': rootPortal,
  'page-meta': pageMeta,
  ...mediaBuiltins,
}
