/** Modules that the Vite plugin makes of the mini-program (src/plugin.ts). */
// An ambient module cannot import by a relative name (TS2439).
/* eslint-disable @typescript-eslint/consistent-type-imports */
declare module 'virtual:mp/app.mp.js' {
  /** Changes on disk before it was served. */
  export const edits: number
  export const manifest: import('./manifest').Manifest
  export const scripts: Record<string, import('./runtime/modules').ScriptFactory>
  export const templates: Record<string, import('./runtime/code-space').Template>
  export const styles: Record<string, string>
}

declare module 'virtual:mp/settings.mp.js' {
  const settings: import('./settings').PreviewSettings
  export default settings
}
