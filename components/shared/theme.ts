/** `auto` follows the phone; the others are forced, whatever the phone says. */
export type Theme = 'auto' | 'light' | 'dark'

/** Values of every component's `theme` property, in the order the docs list them. */
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark']
