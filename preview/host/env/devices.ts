/** The phones one can choose from: sizes in px, and what the system's bars take of them. */
import type { Orientation } from './types'

export interface Device {
  id: string
  name: string
  width: number
  height: number
  /** Height of the status bar held upright. */
  statusBar: number
  /** Height of the home indicator; 0 for a phone without one. */
  homeIndicator: number
  /** `platform` of the mini-program's device information stays `devtools`; this is `model` and `system`. */
  model: string
  system: string
  tablet?: true
}

export const DEVICES: readonly Device[] = [
  {
    id: 'iphone',
    name: 'iPhone 15',
    width: 390,
    height: 844,
    statusBar: 47,
    homeIndicator: 34,
    model: 'iPhone 15',
    system: 'iOS 17.0',
  },
  {
    id: 'iphone-max',
    name: 'iPhone 15 Pro Max',
    width: 430,
    height: 932,
    statusBar: 59,
    homeIndicator: 34,
    model: 'iPhone 15 Pro Max',
    system: 'iOS 17.0',
  },
  {
    id: 'iphone-se',
    name: 'iPhone SE',
    width: 375,
    height: 667,
    statusBar: 20,
    homeIndicator: 0,
    model: 'iPhone SE',
    system: 'iOS 15.0',
  },
  {
    id: 'android',
    name: 'Android 360',
    width: 360,
    height: 780,
    statusBar: 28,
    homeIndicator: 16,
    model: 'Pixel 7',
    system: 'Android 14',
  },
  {
    id: 'android-large',
    name: 'Android 412',
    width: 412,
    height: 915,
    statusBar: 32,
    homeIndicator: 16,
    model: 'Pixel 8 Pro',
    system: 'Android 14',
  },
  {
    id: 'tablet',
    name: 'iPad',
    width: 820,
    height: 1180,
    statusBar: 24,
    homeIndicator: 20,
    model: 'iPad Air',
    system: 'iPadOS 17.0',
    tablet: true,
  },
]

/** A device by id; the first one for an unknown id. */
export const deviceOf = (id: string | null): Device => DEVICES.find((device) => device.id === id) ?? DEVICES[0]!

export interface Insets {
  top: number
  bottom: number
  left: number
  right: number
}

/** What of the screen is not safe: bars upright, the notch's side lying. */
export function insetsOf(device: Device, orientation: Orientation): Insets {
  const { statusBar, homeIndicator, tablet } = device
  if (orientation === 'portrait' || tablet) return { top: statusBar, bottom: homeIndicator, left: 0, right: 0 }
  const notch = homeIndicator > 20 ? statusBar : 0
  return { top: 0, bottom: Math.min(homeIndicator, 21), left: notch, right: notch }
}
