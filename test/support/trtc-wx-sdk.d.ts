// The package ships no types; what the kit uses of it is src/provider/trtc/sdk.ts.
declare module 'trtc-wx-sdk' {
  const TRTC: unknown
  export default TRTC
}
