/** Icons of the bars, drawn on a 20 x 20 grid with the text's colour. */
const draw = (path: string): string =>
  `<svg viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${path}</svg>`

export const icons = {
  reload: draw('<path d="M15.6 8A6 6 0 1 0 16 10.5M16 4v4h-4"/>'),
  close: draw('<path d="M5 5l10 10M15 5L5 15"/>'),
  power: draw('<path d="M10 3v7M6 5.6a6 6 0 1 0 8 0"/>'),
  background: draw('<rect x="5" y="2.5" width="10" height="15" rx="2"/><path d="M8.5 15h3"/>'),
  interrupt: draw(
    '<path d="M5.5 3.5l2 3-1.6 1.6a9 9 0 0 0 6 6l1.600-1.600 3 2c-.5 2-2 2.500-4 2A13 13 0 0 1 3.500 7.500c-.5-2 0-3.500 2-4z"/>',
  ),
  keyboard: draw(
    '<rect x="2.5" y="5" width="15" height="10" rx="2"/><path d="M6 8.500h.01M10 8.500h.01M14 8.500h.01M7 12h6"/>',
  ),
  moments: draw(
    '<circle cx="10" cy="10" r="7"/><path d="M10 3l4.500 8M17 10H8M13 16.300L8.500 8.500M3 10l4.500 5.500"/>',
  ),
  link: draw(
    '<path d="M8.500 11.500a3 3 0 0 0 4.200 0l2.600-2.600a3 3 0 0 0-4.200-4.200L10 5.800M11.500 8.500a3 3 0 0 0-4.200 0l-2.600 2.600a3 3 0 0 0 4.200 4.200L10 14.200"/>',
  ),
  add: draw('<path d="M10 4v12M4 10h12"/>'),
  light: draw(
    '<circle cx="10" cy="10" r="3.500"/><path d="M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1 1M14.700 14.700l1 1M15.700 4.300l-1 1M5.300 14.700l-1 1"/>',
  ),
  shield: draw('<path d="M10 2.500l6 2.200v4.600c0 4-2.600 6.600-6 8.200-3.400-1.600-6-4.200-6-8.200V4.700z"/>'),
  rotate: draw(
    '<rect x="2" y="8.500" width="12" height="7.500" rx="1.600"/><path d="M9 4h4.500A3.500 3.500 0 0 1 17 7.500v3M14.800 8.500l2.200 2.200 2.200-2.200"/>',
  ),
  more: draw('<path d="M4.500 10h.01M10 10h.01M15.500 10h.01" stroke-width="2.400"/>'),
  panel: draw(
    '<rect x="2.500" y="3.500" width="15" height="13" rx="2"/><path d="M12 3.500v13M14.200 7h1.200M14.200 10h1.200"/>',
  ),
  dark: draw('<path d="M16 12.500A7 7 0 0 1 7.500 4 6.500 6.500 0 1 0 16 12.500z"/>'),
} as const

export type IconName = keyof typeof icons
