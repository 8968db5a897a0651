/** Free variables of a mini-program script after `require, module, exports`; the compiler writes its wrapper in this order. */
export const SCRIPT_GLOBAL_NAMES = [
  'wx',
  'App',
  'Page',
  'Component',
  'Behavior',
  'getApp',
  'getCurrentPages',
  'requirePlugin',
  'requireMiniProgram',
] as const

export type ScriptGlobals = Readonly<Record<(typeof SCRIPT_GLOBAL_NAMES)[number], unknown>>
