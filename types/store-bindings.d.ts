// mobx-miniprogram-bindings does not tell the platform typings about `storeBindings`; without this every
// `Component({ behaviors: [storeBindingsBehavior], storeBindings })` is TS2353.
import type { IStoreBindings } from 'mobx-miniprogram-bindings'

declare global {
  namespace WechatMiniprogram.Component {
    interface OtherOption {
      storeBindings?: IStoreBindings | IStoreBindings[]
    }
  }
}
