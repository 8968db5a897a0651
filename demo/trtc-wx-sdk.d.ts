/** Tencent's package ships no types. */
declare module 'trtc-wx-sdk' {
  import type { TrtcClass } from 'lianmai/providers/trtc'
  const TRTC: TrtcClass
  export default TRTC
}
